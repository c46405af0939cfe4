package io.kith.node.edge.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.TestClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class LoginFailuresTest {

    private static final String ROMEO = "romeo@montague.example";

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final LoginFailures failures = LoginFailures.of(clock);

    @Test
    void who_guesses_for_an_account_is_refused_for_it_and_keeps_its_owner_out_nowhere_else() {
        for (var i = 0; i < LoginFailures.PAIR_MAX; i++) {
            assertThat(failures.allows("198.51.100.1", ROMEO)).isTrue();
            failures.failed("198.51.100.1", ROMEO);
        }
        assertThat(failures.allows("198.51.100.1", ROMEO)).isFalse();
        assertThat(failures.allows("198.51.100.2", ROMEO)).isTrue();
        assertThat(failures.allows("198.51.100.1", "juliet@capulet.example")).isTrue();

        clock.advance(LoginFailures.PAIR_FORGIVEN);
        assertThat(failures.allows("198.51.100.1", ROMEO)).isTrue();
    }

    @Test
    void an_address_that_guesses_many_names_is_refused_for_all() {
        for (var i = 0; i < LoginFailures.ADDRESS_MAX; i++) {
            assertThat(failures.allows("198.51.100.1")).isTrue();
            failures.failed("198.51.100.1", "nobody" + i + "@capulet.example");
        }
        assertThat(failures.allows("198.51.100.1")).isFalse();
        assertThat(failures.allows("198.51.100.2")).isTrue();
    }

    @Test
    void guesses_from_a_thousand_addresses_close_an_account_for_a_second() {
        for (var i = 0; i < LoginFailures.ACCOUNT_MAX; i++) {
            assertThat(failures.allows("address " + i, ROMEO)).isTrue();
            failures.failed("address " + i, ROMEO);
        }
        assertThat(failures.allows("198.51.100.1", ROMEO)).isFalse();
        clock.advance(LoginFailures.ACCOUNT_FORGIVEN);
        assertThat(failures.allows("198.51.100.1", ROMEO)).isTrue();
    }

    @Test
    void a_try_that_is_not_looked_at_costs_nothing() {
        var few = new LoginFailures(
                new Throttle(3, LoginFailures.ADDRESS_FORGIVEN, clock),
                new Throttle(2, LoginFailures.PAIR_FORGIVEN, clock),
                new Throttle(1, LoginFailures.ACCOUNT_FORGIVEN, clock));
        assertThat(few.take("198.51.100.1", ROMEO)).isTrue();
        assertThat(few.take("198.51.100.1", ROMEO)).isFalse();
        assertThat(few.take("198.51.100.1", ROMEO)).isFalse();

        assertThat(few.take("198.51.100.1", "juliet@capulet.example")).isTrue();
        few.giveBack("198.51.100.1", ROMEO);
        assertThat(few.take("198.51.100.1", ROMEO)).isTrue();
        assertThat(few.allows("198.51.100.1", ROMEO)).isFalse();
    }
}
