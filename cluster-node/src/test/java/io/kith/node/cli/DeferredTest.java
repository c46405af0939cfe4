package io.kith.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class DeferredTest {

    private final AtomicInteger done = new AtomicInteger();
    private final Deferred work = new Deferred();

    @Test
    void what_was_asked_for_too_early_is_done_once_when_it_can_be() {
        work.run();
        work.run();
        assertThat(done).hasValue(0);

        work.be(done::incrementAndGet);
        assertThat(done).hasValue(1);
    }

    @Test
    void what_nobody_asked_for_is_not_done() {
        work.be(done::incrementAndGet);
        assertThat(done).hasValue(0);
    }

    @Test
    void what_can_be_done_is_done_whenever_it_is_asked_for() {
        work.be(done::incrementAndGet);
        work.run();
        work.run();
        assertThat(done).hasValue(2);
    }
}
