package io.kith.persistence.archive;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What every `Archive` promises.
interface ArchiveContract {

    Jid ROMEO = new Jid("romeo", "montague.example", "orchard");

    Archive archive();

    static Row row(long id) {
        return row(id, "<message><body>" + id + "</body></message>");
    }

    static Row row(long id, String stanza) {
        return new Row(id, Direction.IN, ROMEO, "", true, false, 0, "", 0, "", stanza.getBytes(StandardCharsets.UTF_8));
    }

    /// Buckets that begin at these ids.
    static Buckets buckets(long... firstIds) {
        var all = new ArrayList<Buckets.Bucket>();
        for (long id : firstIds) {
            all.add(new Buckets.Bucket(id, 0));
        }
        return new Buckets(all);
    }

    /// The log of a new account with rows of these ids.
    default UUID log(Buckets buckets, long... ids) {
        var uid = UUID.randomUUID();
        for (long id : ids) {
            get(archive().append(uid, buckets.bucketOf(id).orElseThrow(), row(id)));
        }
        return uid;
    }

    static List<Long> ids(List<Row> rows) {
        return rows.stream().map(Row::id).toList();
    }

    @Test
    default void a_row_is_read_as_it_was_written() {
        var row = new Row(
                7,
                Direction.OUT,
                ROMEO,
                "balcony",
                false,
                false,
                5,
                "session",
                4_294_967_295L,
                "origin",
                "<message>ö😀</message>".getBytes(StandardCharsets.UTF_8));
        var plain = new Row(
                8, Direction.IN, new Jid("", "montague.example", ""), "", true, false, 0, "", 0, "", new byte[0]);
        var uid = UUID.randomUUID();

        get(archive().append(uid, 1, row));
        get(archive().append(uid, 1, plain));

        assertThat(get(archive().after(uid, buckets(1), 0, 10))).containsExactly(row, plain);
    }

    @Test
    default void a_row_is_read_with_what_it_refers_to() {
        var refers = new References("t", "old", "gone", "asked", "liked", new TreeSet<>(List.of("a@b", "c@d")));
        var row = referring(7, refers);
        var uid = UUID.randomUUID();

        get(archive().append(uid, 1, row));

        assertThat(get(archive().find(uid, buckets(1), 7))).contains(row);
    }

    @Test
    default void a_replaced_row_is_the_new_one_for_good() {
        var first = referring(7, new References("t", "", "", "", "", new TreeSet<>(List.of("a@b"))));
        var tombstone = row(7, "<message><retracted/></message>");
        var uid = UUID.randomUUID();
        get(archive().append(uid, 1, first));

        get(archive().replace(uid, 1, tombstone));
        get(archive().replace(uid, 1, tombstone));
        get(archive().append(uid, 1, first));

        assertThat(get(archive().after(uid, buckets(1), 0, 10))).containsExactly(tombstone);
    }

    /// Whatever the store decides ties by: each content comes before the other once.
    @Test
    default void the_last_of_several_replacements_is_read() {
        var uid = UUID.randomUUID();
        get(archive().append(uid, 1, row(7, "<message><zebra/></message>")));

        for (var content : List.of("apple", "zebra", "mango", "apple")) {
            var latest = row(7, "<message><" + content + "/></message>");
            get(archive().replace(uid, 1, latest));

            assertThat(get(archive().find(uid, buckets(1), 7))).contains(latest);
        }
    }

    /// Another node minted its id, by a clock that is ahead.
    @Test
    default void a_row_of_the_future_is_replaced() {
        var uid = UUID.randomUUID();
        var id = StanzaId.of(Instant.now().plus(Duration.ofHours(1)), 1, 0);
        get(archive().append(uid, 1, row(id, "<message><zebra/></message>")));
        var tombstone = row(id, "<message><apple/></message>");

        get(archive().replace(uid, 1, tombstone));

        assertThat(get(archive().find(uid, buckets(1), id))).contains(tombstone);
    }

    private static Row referring(long id, References references) {
        return new Row(
                id, Direction.OUT, ROMEO, "nick", true, false, 0, "s", 3, "origin", references, new byte[] {'<', '/'});
    }

    @Test
    default void rows_are_written_together_as_many_as_one_write_takes_and_repeating_it_changes_nothing() {
        var uid = UUID.randomUUID();
        var rows = LongStream.rangeClosed(1, Archive.WRITE_MAX)
                .mapToObj(id -> row(id, "x".repeat(4_000)))
                .toList();

        get(archive().append(uid, 1, rows));
        get(archive().append(uid, 1, rows));

        assertThat(get(archive().after(uid, buckets(1), 0, Archive.PAGE_MAX))).isEqualTo(rows);
        var more = new ArrayList<>(rows);
        more.add(row(Archive.WRITE_MAX + 1));
        assertThatThrownBy(() -> archive().append(uid, 1, more)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> archive().append(uid, 1, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void an_empty_log_has_no_head_and_no_rows() {
        var uid = UUID.randomUUID();

        assertThat(get(archive().head(uid, Buckets.NONE))).isZero();
        assertThat(get(archive().head(uid, buckets(1, 100)))).isZero();
        assertThat(get(archive().tail(uid, buckets(1), 10))).isEmpty();
        assertThat(get(archive().find(uid, Buckets.NONE, 7))).isEmpty();
    }

    @Test
    default void the_head_is_the_newest_id_also_when_the_newest_bucket_is_still_empty() {
        var buckets = buckets(1, 100, 200);

        assertThat(get(archive().head(log(buckets, 3, 150, 120), buckets))).isEqualTo(150);
    }

    @Test
    default void rows_after_an_id_come_oldest_first_over_the_borders_of_buckets() {
        var buckets = buckets(10, 100, 200, 300);
        var uid = log(buckets, 10, 20, 30, 110, 310, 320);

        assertThat(ids(get(archive().after(uid, buckets, 0, 10)))).containsExactly(10L, 20L, 30L, 110L, 310L, 320L);
        assertThat(ids(get(archive().after(uid, buckets, 20, 3)))).containsExactly(30L, 110L, 310L);
        assertThat(ids(get(archive().after(uid, buckets, 110, 10)))).containsExactly(310L, 320L);
        assertThat(ids(get(archive().after(uid, buckets, 320, 10)))).isEmpty();
        assertThat(ids(get(archive().after(uid, buckets, Long.MAX_VALUE, 10)))).isEmpty();
    }

    @Test
    default void rows_before_an_id_are_the_newest_ones_oldest_first() {
        var buckets = buckets(10, 100, 200, 300);
        var uid = log(buckets, 10, 20, 30, 110, 310, 320);

        assertThat(ids(get(archive().tail(uid, buckets, 3)))).containsExactly(110L, 310L, 320L);
        assertThat(ids(get(archive().before(uid, buckets, 310, 3)))).containsExactly(20L, 30L, 110L);
        assertThat(ids(get(archive().before(uid, buckets, 11, 10)))).containsExactly(10L);
        assertThat(ids(get(archive().before(uid, buckets, 10, 10)))).isEmpty();
    }

    @Test
    default void a_row_is_found_by_its_id() {
        var buckets = buckets(10, 100);
        var uid = log(buckets, 20, 100, 110);

        assertThat(get(archive().find(uid, buckets, 100))).contains(row(100));
        assertThat(get(archive().find(uid, buckets, 101))).isEmpty();
        assertThat(get(archive().find(uid, buckets, 9))).isEmpty();
    }

    @Test
    default void a_row_written_again_is_there_once() {
        var buckets = buckets(1);
        var uid = log(buckets, 5, 6, 5, 5);

        assertThat(ids(get(archive().after(uid, buckets, 0, 10)))).containsExactly(5L, 6L);
    }

    @Test
    default void only_rows_in_the_buckets_that_the_reader_names_are_seen() {
        var uid = log(buckets(1, 100), 50, 150);

        assertThat(ids(get(archive().after(uid, buckets(1), 0, 10)))).containsExactly(50L);
        assertThat(get(archive().find(uid, buckets(1), 150))).isEmpty();
    }

    @Test
    default void a_hidden_row_is_read_like_any_other() {
        var uid = UUID.randomUUID();
        var hidden = new Row(9, Direction.IN, ROMEO, "balcony", true, true, 0, "", 0, "", new byte[] {1});

        get(archive().append(uid, 1, hidden));

        assertThat(get(archive().tail(uid, buckets(1), 1))).containsExactly(hidden);
    }

    @Test
    default void logs_are_apart() {
        var buckets = buckets(1);
        var juliets = log(buckets, 5);
        var romeos = log(buckets, 6);

        assertThat(get(archive().head(juliets, buckets))).isEqualTo(5);
        assertThat(get(archive().head(romeos, buckets))).isEqualTo(6);
    }

    @Test
    default void an_erased_log_is_empty_and_others_are_not() {
        var buckets = buckets(1, 100);
        var gone = log(buckets, 5, 105);
        var kept = log(buckets, 5);

        get(archive().erase(gone, buckets));
        get(archive().erase(gone, buckets));

        assertThat(get(archive().after(gone, buckets, 0, 10))).isEmpty();
        assertThat(get(archive().head(kept, buckets))).isEqualTo(5);
    }

    @Test
    default void a_page_has_at_most_its_bound() {
        var buckets = buckets(1);
        var uid = log(buckets, 5);

        assertThat(get(archive().after(uid, buckets, 0, Archive.PAGE_MAX))).hasSize(1);
        assertThatThrownBy(() -> archive().after(uid, buckets, 0, Archive.PAGE_MAX + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> archive().before(uid, buckets, 9, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
