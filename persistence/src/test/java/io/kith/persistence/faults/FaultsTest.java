package io.kith.persistence.faults;

import static io.kith.persistence.Futures.assertPending;
import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.persistence.failure.StoreException;
import io.kith.persistence.vcard.InMemoryVCards;
import io.kith.persistence.vcard.VCards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class FaultsTest {

    private static final UUID JULIET = UUID.randomUUID();
    private static final byte[] CARD = {1};

    private final List<Runnable> late = new ArrayList<>();
    private final Faults faults = new Faults(_ -> (Executor) late::add);
    private final VCards truth = new InMemoryVCards();
    private final VCards vcards = faults.around(VCards.class, truth);

    @Test
    void without_a_plan_nothing_fails() {
        get(vcards.put(JULIET, CARD));

        assertThat(get(vcards.find(JULIET))).hasValue(CARD);
        assertThat(faults.calls()).isEqualTo(2);
    }

    @Test
    void what_timed_out_did_not_happen() {
        faults.plan(FaultPlan.script("put", new Fault.TimedOut()));

        assertOutcome(StoreException.Outcome.UNKNOWN);
        assertThat(isStored()).isFalse();
        get(vcards.put(JULIET, CARD));
        assertThat(isStored()).as("the script is over").isTrue();
    }

    @Test
    void what_was_done_and_timed_out_happened() {
        faults.plan(FaultPlan.always("put", new Fault.DoneButTimedOut()));

        assertOutcome(StoreException.Outcome.UNKNOWN);
        assertThat(isStored()).isTrue();
    }

    @Test
    void what_was_refused_did_not_happen() {
        faults.plan(FaultPlan.always("put", new Fault.Refused()));

        assertOutcome(StoreException.Outcome.REFUSED);
        assertThat(isStored()).isFalse();
    }

    @Test
    void a_held_call_has_happened_and_answers_when_it_is_released() {
        faults.plan(FaultPlan.always("put", new Fault.Held()));

        var put = vcards.put(JULIET, CARD);

        assertPending(put);
        assertThat(isStored()).isTrue();
        faults.release();
        get(put);
        assertThat(faults.held()).isZero();
    }

    @Test
    void a_delayed_call_happens_when_it_is_released() {
        faults.plan(FaultPlan.always("put", new Fault.Delayed()));

        var put = vcards.put(JULIET, CARD);

        assertPending(put);
        assertThat(isStored()).isFalse();
        faults.releaseAll();
        get(put);
        assertThat(isStored()).isTrue();
    }

    @Test
    void a_slow_call_answers_late() {
        faults.plan(FaultPlan.always("put", new Fault.Slow(Duration.ofSeconds(1))));

        var put = vcards.put(JULIET, CARD);

        assertPending(put);
        late.forEach(Runnable::run);
        get(put);
    }

    @Test
    void a_seed_gives_the_same_faults_again() {
        var chances = Map.<Fault, Integer>of(new Fault.TimedOut(), 300, new Fault.Refused(), 300);

        var first = drawn(FaultPlan.seeded(new SplittableRandom(3), chances));

        assertThat(drawn(FaultPlan.seeded(new SplittableRandom(3), chances))).isEqualTo(first);
        assertThat(first).contains(new Fault.TimedOut(), new Fault.Refused(), new Fault.None());
    }

    private static List<Fault> drawn(FaultPlan plan) {
        return Stream.generate(() -> plan.next("put")).limit(100).toList();
    }

    private boolean isStored() {
        return get(truth.find(JULIET)).isPresent();
    }

    private void assertOutcome(StoreException.Outcome outcome) {
        assertThatThrownBy(() -> get(vcards.put(JULIET, CARD)))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(outcome));
    }
}
