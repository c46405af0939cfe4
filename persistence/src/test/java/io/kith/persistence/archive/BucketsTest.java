package io.kith.persistence.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.persistence.archive.Buckets.Bucket;
import io.kith.proto.stanza.StanzaId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BucketsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final long FIRST = StanzaId.of(NOON, 0, 0);

    @Test
    void the_first_row_opens_the_first_bucket() {
        var place = Buckets.NONE.open(FIRST);

        assertThat(place).isEqualTo(new Buckets.Place(FIRST, new Buckets(List.of(new Bucket(FIRST, 1))), true));
    }

    @Test
    void a_bucket_takes_its_measure_of_rows_and_not_one_more() {
        var buckets = new Buckets(List.of(new Bucket(FIRST, Buckets.ROWS_MAX - 1)));

        var last = buckets.open(FIRST + 8);
        var next = last.next().open(FIRST + 9);

        assertThat(last.opened()).isFalse();
        assertThat(last.bucket()).isEqualTo(FIRST);
        assertThat(next.opened()).isTrue();
        assertThat(next.bucket()).isEqualTo(FIRST + 9);
        assertThat(next.next().all()).containsExactly(new Bucket(FIRST, Buckets.ROWS_MAX), new Bucket(FIRST + 9, 1));
    }

    @Test
    void a_bucket_is_closed_at_thirty_days() {
        var buckets = Buckets.NONE.open(FIRST).next();
        var thirtyDays = StanzaId.of(NOON.plus(Buckets.AGE_MAX), 0, 0);

        assertThat(buckets.open(thirtyDays - 1).opened()).isFalse();
        assertThat(buckets.open(thirtyDays).opened()).isTrue();
    }

    @Test
    void an_id_is_in_the_bucket_with_the_greatest_first_id_not_above_it() {
        var buckets = new Buckets(List.of(new Bucket(10, 0), new Bucket(20, 0), new Bucket(30, 0)));

        assertThat(buckets.bucketOf(9)).isEmpty();
        assertThat(buckets.bucketOf(10)).hasValue(10);
        assertThat(buckets.bucketOf(19)).hasValue(10);
        assertThat(buckets.bucketOf(20)).hasValue(20);
        assertThat(buckets.bucketOf(Long.MAX_VALUE)).hasValue(30);
        assertThat(Buckets.NONE.bucketOf(10)).isEmpty();
    }

    @Test
    void buckets_out_of_order_are_refused() {
        assertThatThrownBy(() -> new Buckets(List.of(new Bucket(20, 0), new Bucket(20, 0))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Buckets.NONE.open(20).next().open(19)).isInstanceOf(IllegalArgumentException.class);
    }
}
