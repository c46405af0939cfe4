package io.kith.persistence.archive;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class InMemoryArchiveTest implements ArchiveContract {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration WEEK = Duration.ofDays(7);

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Archive archive = new InMemoryArchive(new Retention(YEAR, WEEK), clock);

    @Override
    public Archive archive() {
        return archive;
    }

    @Test
    void hidden_rows_go_after_a_week_and_the_others_after_a_year() {
        var uid = UUID.randomUUID();
        var buckets = ArchiveContract.buckets(1);
        get(archive.append(uid, 1, ArchiveContract.row(1)));
        get(archive.append(uid, 1, new Row(2, Direction.IN, ROMEO, "", true, true, 0, "", 0, "", new byte[0])));

        clock.advance(WEEK.minusMillis(1));
        assertThat(get(archive.head(uid, buckets))).isEqualTo(2);
        clock.advance(Duration.ofMillis(1));
        assertThat(get(archive.head(uid, buckets))).isEqualTo(1);
        clock.advance(YEAR.minus(WEEK));
        assertThat(get(archive.find(uid, buckets, 1))).isEmpty();
    }

    /// As a store that resolves ties may do: who means to replace a row has to say so.
    @Test
    void other_content_under_a_known_id_changes_nothing() {
        var uid = UUID.randomUUID();
        var buckets = ArchiveContract.buckets(1);
        get(archive.append(uid, 1, ArchiveContract.row(1)));

        get(archive.append(uid, 1, ArchiveContract.row(1, "<message/>")));

        assertThat(get(archive.find(uid, buckets, 1))).contains(ArchiveContract.row(1));
    }
}
