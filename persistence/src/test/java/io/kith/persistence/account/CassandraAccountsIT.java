package io.kith.persistence.account;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.TestClock;
import io.kith.persistence.account.Accounts.Created;
import io.kith.persistence.cassandra.CassandraForTests;
import io.kith.persistence.cassandra.CassandraStores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class CassandraAccountsIT implements AccountsContract {

    private static final TestClock CLOCK = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private static CassandraStores cassandra;

    @BeforeAll
    static void open() {
        cassandra = CassandraForTests.open("stores_it", CLOCK);
    }

    @AfterAll
    static void close() {
        cassandra.close();
    }

    @Override
    public Accounts accounts() {
        return cassandra.stores().accounts();
    }

    @Test
    void a_name_can_be_claimed_again_when_it_has_rested() {
        var juliet = AccountsContract.juliet();
        var first = created(juliet);
        get(accounts().delete(juliet));
        var until = CLOCK.instant().plus(Accounts.RESTS);

        CLOCK.advance(Accounts.RESTS.minus(Duration.ofMillis(1)));
        assertThat(get(accounts().create(juliet, List.of(KEYS)))).isEqualTo(new Created.Resting(until));
        CLOCK.advance(Duration.ofMillis(1));
        assertThat(created(juliet).uid()).isNotEqualTo(first.uid());
        assertThat(get(accounts().list(juliet.domain(), "", 10)).accounts()).hasSize(1);
    }
}
