package io.kith.persistence.cql;

import static java.util.concurrent.CompletableFuture.completedFuture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Many requests at once, few at a time.
public final class InOrder {

    /// So many are in flight together.
    static final int TOGETHER_MAX = 16;

    private InOrder() {}

    /// The answers to all inputs, in their order; fails with the first that fails.
    public static <A, B> CompletionStage<List<B>> map(List<A> inputs, Function<A, CompletionStage<B>> request) {
        return map(inputs, request, new ArrayList<>(inputs.size()));
    }

    private static <A, B> CompletionStage<List<B>> map(
            List<A> left, Function<A, CompletionStage<B>> request, List<B> answers) {
        if (left.isEmpty()) {
            return completedFuture(answers);
        }
        var wave = left.subList(0, Math.min(TOGETHER_MAX, left.size()));
        CompletionStage<List<B>> answered = completedFuture(answers);
        for (var answer : wave.stream().map(request).toList()) {
            answered = answered.thenCombine(answer, (all, one) -> {
                all.add(one);
                return all;
            });
        }
        return answered.thenCompose(all -> map(left.subList(wave.size(), left.size()), request, all));
    }
}
