package io.kith.persistence.account;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.TestClock;
import io.kith.persistence.account.Accounts.Created;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class InMemoryAccountsTest implements AccountsContract {

    private final TestClock clock = new TestClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Accounts accounts = new InMemoryAccounts(new Random(1), clock);

    @Override
    public Accounts accounts() {
        return accounts;
    }

    @Test
    void a_name_can_be_claimed_again_when_it_has_rested() {
        var juliet = AccountsContract.juliet();
        var first = created(juliet);
        get(accounts.delete(juliet));
        var until = clock.instant().plus(Accounts.RESTS);

        clock.advance(Accounts.RESTS.minus(Duration.ofMillis(1)));
        assertThat(get(accounts.create(juliet, List.of(KEYS)))).isEqualTo(new Created.Resting(until));
        clock.advance(Duration.ofMillis(1));
        assertThat(created(juliet).uid()).isNotEqualTo(first.uid());
    }
}
