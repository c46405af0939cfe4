package io.kith.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a node is taken apart: one step after the other, each with its time; a step that fails or
/// takes too long is told and passed over.
final class ShutdownOrder {

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownOrder.class);

    private record Step(String name, Duration max, Supplier<CompletionStage<?>> work) {}

    private final List<Step> steps = new ArrayList<>();

    ShutdownOrder then(String name, Duration max, Supplier<CompletionStage<?>> work) {
        steps.add(new Step(name, max, work));
        return this;
    }

    void run() {
        for (var step : steps) {
            try {
                step.work().get().toCompletableFuture().get(step.max().toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | RuntimeException e) {
                LOG.warn("Stopping: '{}' failed", step.name(), e);
            } catch (TimeoutException e) {
                LOG.warn("Stopping: '{}' was not done in {}", step.name(), step.max());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                LOG.warn("Stopping was interrupted at '{}'", step.name());
                return;
            }
        }
    }
}
