package io.kith.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.persistence.TestClock;
import io.kith.persistence.failure.StoreException;
import io.kith.persistence.lease.ClusterLeases;
import io.kith.persistence.lease.InMemoryClusterLeases;
import io.kith.persistence.lease.Lease;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/// Who gets the right to a keyspace, and after how long.
final class ClusterLeaseTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final UUID HERE = new UUID(1, 1);
    private static final UUID THERE = new UUID(2, 2);
    private static final String VERONA = "verona:2551#1";
    private static final String MANTUA = "mantua:2551#2";

    private final TestClock clock = new TestClock(START);
    private final InMemoryClusterLeases leases = new InMemoryClusterLeases(clock);
    private Runnable meanwhile = () -> {};

    @Test
    void a_keyspace_of_nobody_is_had_at_once() throws IOException {
        lease(leases).form(VERONA);

        assertThat(living()).hasValue(new Lease(VERONA, HERE, 1, 0));
        assertThat(waited()).isZero();
    }

    @Test
    void who_finds_a_cluster_that_lives_is_told_where_and_what_to_do() {
        take(new Lease(MANTUA, THERE, 1, 1), Optional.empty());
        meanwhile =
                () -> take(new Lease(MANTUA, THERE, 1, living().orElseThrow().beat() + 1), Optional.of(MANTUA));

        assertThatThrownBy(() -> lease(leases).form(VERONA))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another cluster lives on the keyspace kith: its node mantua:2551 ")
                .hasMessageContaining("--seed-nodes mantua:2551");
        assertThat(living().orElseThrow().holder()).isEqualTo(MANTUA);
    }

    @Test
    void what_a_crash_left_behind_elsewhere_is_waited_for_as_long_as_it_lives() throws IOException {
        take(new Lease(MANTUA, THERE, 1, 1), Optional.empty());

        lease(leases).form(VERONA);

        assertThat(living().orElseThrow().holder()).isEqualTo(VERONA);
        assertThat(waited()).isEqualTo(ClusterLeases.LIVES);
    }

    @Test
    void what_a_crash_left_behind_by_this_data_directory_is_not_waited_for() throws IOException {
        take(new Lease("verona:2551#0", HERE, 1, 8), Optional.empty());

        lease(leases).form(VERONA);

        assertThat(living().orElseThrow().holder()).isEqualTo(VERONA);
        assertThat(waited()).isZero();
    }

    @Test
    void who_crashed_and_had_others_in_its_cluster_looks_whether_they_live() {
        take(new Lease("verona:2551#0", HERE, 2, 8), Optional.empty());
        meanwhile = () -> take(new Lease(MANTUA, THERE, 1, 9), living().map(Lease::holder));

        assertThatThrownBy(() -> lease(leases).form(VERONA)).hasMessageContaining("--seed-nodes mantua:2551");
    }

    @Test
    void a_store_that_does_not_say_is_asked_again_and_not_for_ever() {
        var silent = new ClusterLeases() {
            int asked;

            @Override
            public CompletionStage<Optional<Lease>> find() {
                asked++;
                return CompletableFuture.failedStage(new StoreException(StoreException.Outcome.REFUSED, "away"));
            }

            @Override
            public CompletionStage<Boolean> take(Lease lease, Optional<String> before) {
                throw new AssertionError("not before it has said who has it");
            }

            @Override
            public CompletionStage<Void> release(String holder) {
                throw new AssertionError("nobody has it");
            }
        };

        assertThatThrownBy(() -> lease(silent).form(VERONA)).hasMessageContaining("the store does not say");
        assertThat(silent.asked).isGreaterThan(1);
        assertThat(waited()).isEqualTo(ClusterLeases.LIVES.multipliedBy(2));
    }

    @Test
    void it_is_renewed_and_passes_on_in_its_cluster_and_to_nobody_else() throws IOException {
        var here = lease(leases);
        here.form(VERONA);
        assertThat(renewed(here, VERONA, Set.of(VERONA))).isEqualTo(new ClusterLease.Renewal.Held());
        assertThat(living()).hasValue(new Lease(VERONA, HERE, 2, 1));

        var there = new ClusterLease(leases, THERE, "kith", clock, clock::advance);
        assertThat(renewed(there, MANTUA, Set.of(MANTUA)))
                .isEqualTo(new ClusterLease.Renewal.Foreign(new Lease(VERONA, HERE, 2, 1)));
        assertThat(renewed(there, MANTUA, Set.of(VERONA, MANTUA))).isEqualTo(new ClusterLease.Renewal.Held());

        assertThat(living()).hasValue(new Lease(MANTUA, THERE, 2, 2));
    }

    @Test
    void one_that_ran_out_while_the_store_was_away_is_taken_again() throws IOException {
        var here = lease(leases);
        here.form(VERONA);
        clock.advance(ClusterLeases.LIVES);
        assertThat(living()).isEmpty();

        assertThat(renewed(here, VERONA, Set.of(VERONA))).isEqualTo(new ClusterLease.Renewal.Held());
    }

    private ClusterLease lease(ClusterLeases store) {
        return new ClusterLease(store, HERE, "kith", clock, time -> {
            clock.advance(time);
            meanwhile.run();
        });
    }

    private static ClusterLease.Renewal renewed(ClusterLease lease, String me, Set<String> seen) {
        return lease.renew(me, 2, seen).toCompletableFuture().join();
    }

    private void take(Lease lease, Optional<String> before) {
        assertThat(leases.take(lease, before).toCompletableFuture().join()).isTrue();
    }

    private Optional<Lease> living() {
        return leases.find().toCompletableFuture().join();
    }

    private Duration waited() {
        return Duration.between(START, clock.instant());
    }
}
