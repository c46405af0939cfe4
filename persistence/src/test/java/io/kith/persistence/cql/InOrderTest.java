package io.kith.persistence.cql;

import static io.kith.persistence.Futures.assertPending;
import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class InOrderTest {

    private final List<CompletableFuture<Integer>> sent = new ArrayList<>();

    private CompletableFuture<Integer> send() {
        sent.add(new CompletableFuture<>());
        return sent.getLast();
    }

    @Test
    void answers_have_the_order_of_the_inputs_and_few_are_in_flight() {
        var inputs = IntStream.range(0, InOrder.TOGETHER_MAX + 3).boxed().toList();

        var answers = InOrder.map(inputs, _ -> send());

        assertThat(sent).hasSize(InOrder.TOGETHER_MAX);
        for (int i = InOrder.TOGETHER_MAX - 1; i >= 0; i--) {
            sent.get(i).complete(i);
        }
        assertThat(sent).hasSize(inputs.size());
        assertPending(answers);
        for (int i = InOrder.TOGETHER_MAX; i < inputs.size(); i++) {
            sent.get(i).complete(i);
        }
        assertThat(get(answers)).isEqualTo(inputs);
    }

    @Test
    void one_failure_fails_all() {
        var answers = InOrder.map(List.of(1, 2), _ -> send());
        sent.getFirst().completeExceptionally(new IllegalStateException("gone"));
        sent.getLast().complete(2);

        assertThatThrownBy(() -> get(answers)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nothing_gives_nothing() {
        assertThat(get(InOrder.map(List.<Integer>of(), _ -> send()))).isEmpty();
    }
}
