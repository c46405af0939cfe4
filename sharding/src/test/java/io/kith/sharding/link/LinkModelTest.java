package io.kith.sharding.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/// Runs [LinkWorld] from many seeds. `-Dlink.seed=N` replays one, `-Dlink.seeds=N` runs more of them.
final class LinkModelTest {

    private static final int SEEDS = Integer.getInteger("link.seeds", 400);
    private static final int STEPS = 2_000;

    @Test
    void what_is_offered_is_accepted_in_order_and_once_whatever_happens_under_way() {
        var only = Long.getLong("link.seed");
        if (only != null) {
            run(only, LinkWorld::new);
            return;
        }
        var accepted = 0L;
        var moves = 0;
        for (var seed = 1L; seed <= SEEDS; seed++) {
            var world = run(seed, LinkWorld::new);
            accepted += world.accepted;
            moves += world.moves;
        }
        // A world in which nothing gets through, or nobody moves, would prove nothing.
        assertThat(accepted).isGreaterThan(SEEDS * (STEPS / 20L));
        assertThat(moves).isGreaterThan(SEEDS);
    }

    @Test
    void what_crosses_in_parts_is_sent_again_when_one_of_them_is_lost() {
        var cut = 0;
        var whole = 0;
        for (var seed = 1L; seed <= SEEDS / 4; seed++) {
            var world = (PartsWorld) run(seed, PartsWorld::new);
            cut += world.cut();
            whole += world.whole;
        }
        assertThat(whole).as("batches that became whole, some of them twice").isGreaterThan(SEEDS * 10);
        assertThat(cut)
                .as("batches that were cut, of which many never became whole")
                .isGreaterThan(whole);
    }

    @Test
    void the_model_notices_a_confirmation_of_what_nobody_accepted() {
        assertThatThrownBy(() -> runAll(ConfirmsAhead::new)).hasMessageContaining("-Dlink.seed=");
    }

    @Test
    void the_model_notices_a_message_that_is_acted_on_twice() {
        assertThatThrownBy(() -> runAll(ActsTwice::new)).hasMessageContaining("twice or out of order");
    }

    @Test
    void the_model_notices_a_confirmation_that_never_comes() {
        assertThatThrownBy(() -> runAll(NeverThanks::new)).hasMessageContaining("never confirmed");
    }

    private static void runAll(LongFunction<LinkWorld> worlds) {
        for (var seed = 1L; seed <= 20; seed++) {
            run(seed, worlds);
        }
    }

    private static LinkWorld run(long seed, LongFunction<LinkWorld> worlds) {
        var world = worlds.apply(seed);
        var step = 0;
        try {
            for (; step < STEPS; step++) {
                world.step();
            }
            world.quieten();
            return world;
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError(
                    "seed " + seed + ", step " + step + ": " + broken.getMessage()
                            + "; replay with: mvn test -pl sharding"
                            + " -am -Dsurefire.failIfNoSpecifiedTests=false -Dtest=LinkModelTest -Dlink.seed=" + seed,
                    broken);
        }
    }

    private static final class ConfirmsAhead extends LinkWorld {
        ConfirmsAhead(long seed) {
            super(seed);
        }

        @Override
        void send(Packet packet) {
            super.send(
                    packet instanceof Packet.Thanks(var thanks)
                            ? new Packet.Thanks(new Confirmation(thanks.epoch(), thanks.upTo() + 1))
                            : packet);
        }
    }

    private static final class ActsTwice extends LinkWorld {
        ActsTwice(long seed) {
            super(seed);
        }

        @Override
        void accept(Line line) {
            super.accept(line);
            if (line.number() == 5) {
                super.accept(line);
            }
        }
    }

    private static final class NeverThanks extends LinkWorld {
        NeverThanks(long seed) {
            super(seed);
        }

        @Override
        void send(Packet packet) {
            if (!(packet instanceof Packet.Thanks || packet instanceof Packet.Farewell)) {
                super.send(packet);
            }
        }
    }
}
