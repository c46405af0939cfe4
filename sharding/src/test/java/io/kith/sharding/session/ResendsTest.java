package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ResendsTest {

    private static final Jid ROMEO = new Jid("romeo", "montague.example", "");
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final long ROW = StanzaId.lowestAt(NOW.minusSeconds(60));

    private final Unhandled beyond = new Unhandled();

    private static Stanza message(String from, String id, String body) {
        return Stanza.parse("<message" + (from.isEmpty() ? "" : " from='juliet@capulet.example/" + from + "'")
                + " to='romeo@montague.example'" + (id.isEmpty() ? "" : " id='" + id + "'") + "><body>" + body
                + "</body></message>");
    }

    private static Row row(long id, Stanza message) {
        return new Row(id, Direction.OUT, ROMEO, "", true, false, 0, "s1", 3, "", message.bytes());
    }

    @Test
    void what_was_beyond_the_count_is_recognised_from_another_resource_and_once() {
        beyond.add(4, 104, message("balcony", "m1", "hi"));
        var resends = Resends.exactly(beyond, NOW);
        assertThat(resends.take(message("garden", "m1", "hi there"), NOW)).isZero();
        assertThat(resends.take(message("garden", "m1", "hi"), NOW)).isEqualTo(104);
        assertThat(resends.take(message("garden", "m1", "hi"), NOW)).isZero();
    }

    @Test
    void what_is_accepted_only_after_the_failure_is_recognised_too() {
        var resends = Resends.exactly(beyond, NOW);
        beyond.add(4, 104, message("balcony", "m1", "hi"));
        assertThat(resends.take(message("balcony", "m1", "hi"), NOW)).isEqualTo(104);
    }

    @Test
    void without_an_id_it_is_recognised_until_the_client_says_something_else() {
        beyond.add(4, 104, message("balcony", "", "one"));
        beyond.add(5, 105, message("balcony", "", "two"));
        var resends = Resends.exactly(beyond, NOW);
        assertThat(resends.take(message("balcony", "", "one"), NOW)).isEqualTo(104);
        assertThat(resends.take(message("balcony", "", "three"), NOW)).isZero();
        assertThat(resends.take(message("balcony", "", "two"), NOW)).isZero();
    }

    @Test
    void an_owner_that_knows_the_log_alone_recognises_only_what_has_an_id_and_is_young() {
        var old = StanzaId.lowestAt(NOW.minus(Resends.KEPT).minusMillis(1));
        var resends = Resends.among(
                List.of(
                        row(old, message("balcony", "m0", "old")),
                        row(ROW, message("balcony", "m1", "hi")),
                        row(ROW + 1, message("balcony", "", "ok"))),
                beyond,
                NOW);
        assertThat(resends.take(message("balcony", "m0", "old"), NOW)).isZero();
        assertThat(resends.take(message("balcony", "", "ok"), NOW)).isZero();
        assertThat(resends.take(message("balcony", "m1", "hi"), NOW)).isEqualTo(ROW);
    }

    @Test
    void what_was_not_said_again_before_the_next_failure_is_recognised_after_it() {
        beyond.add(4, 104, message("balcony", "", "one"));
        beyond.add(5, 105, message("balcony", "", "two"));
        var left = Resends.exactly(beyond, NOW);
        assertThat(left.take(message("balcony", "", "one"), NOW)).isEqualTo(104);
        var saidAgain = new Unhandled();
        saidAgain.add(1, 104, message("balcony", "", "one"));

        var resends = Resends.exactly(saidAgain, NOW).and(left, NOW);
        assertThat(resends.take(message("balcony", "", "one"), NOW)).isEqualTo(104);
        assertThat(resends.take(message("balcony", "", "two"), NOW)).isEqualTo(105);
        assertThat(resends.take(message("balcony", "", "two"), NOW)).isZero();
    }

    @Test
    void but_not_for_longer_than_that() {
        beyond.add(4, 104, message("balcony", "", "one"));
        var left = Resends.exactly(beyond, NOW);
        var later = NOW.plus(Resends.KEPT);
        assertThat(Resends.exactly(new Unhandled(), later).and(left, later).take(message("balcony", "", "one"), later))
                .isZero();
    }

    @Test
    void nothing_is_recognised_when_the_time_is_over() {
        beyond.add(4, 104, message("balcony", "m1", "hi"));
        beyond.add(5, 105, message("balcony", "m2", "hi"));
        var resends = Resends.exactly(beyond, NOW);
        assertThat(resends.take(
                        message("balcony", "m1", "hi"), NOW.plus(Resends.KEPT).minusMillis(1)))
                .isEqualTo(104);
        assertThat(resends.take(message("balcony", "m2", "hi"), NOW.plus(Resends.KEPT)))
                .isZero();
    }
}
