package io.kith.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class OnceTest {

    private final CountDownLatch may = new CountDownLatch(1);
    private final AtomicInteger done = new AtomicInteger();
    private final Once once = new Once(() -> {
        try {
            may.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        done.incrementAndGet();
    });

    @Test
    void whoever_asks_while_it_is_done_waits_until_it_is_and_it_is_not_done_again() throws InterruptedException {
        var first = Thread.ofPlatform().start(once::run);
        awaitState(first, Thread.State.WAITING);
        var second = Thread.ofPlatform().start(once::run);
        awaitState(second, Thread.State.BLOCKED);

        may.countDown();
        assertThat(second.join(Duration.ofSeconds(10))).isTrue();
        assertThat(first.join(Duration.ofSeconds(10))).isTrue();
        once.run();
        assertThat(done).hasValue(1);
    }

    private static void awaitState(Thread thread, Thread.State state) {
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (thread.getState() != state) {
            assertThat(System.nanoTime()).as("%s", thread.getState()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
