package io.kith.node.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NodeNumbersTest {

    private final InOneHeap claims = new InOneHeap();

    /// As a majority would have it: one order of all that is done.
    private static class InOneHeap implements Claims {
        final Set<Claim> all = new HashSet<>();

        @Override
        public synchronized Set<Claim> all() throws IOException {
            return Set.copyOf(all);
        }

        @Override
        public synchronized void add(Claim claim) throws IOException {
            all.add(claim);
        }

        @Override
        public synchronized void remove(Claim claim) throws IOException {
            all.remove(claim);
        }
    }

    @Test
    void a_node_has_the_number_it_prefers_if_that_is_free() throws IOException {
        assertThat(numbers(1).claim("verona:1#1", 7)).isEqualTo(7);
        assertThat(claims.all).containsExactly(new Claims.Claim(7, "verona:1#1"));
    }

    @Test
    void a_node_whose_number_is_taken_has_another() throws IOException {
        claims.add(new Claims.Claim(7, "mantua:1#2"));

        assertThat(numbers(1).claim("verona:1#1", 7)).isNotEqualTo(7);
        assertThat(claims.all).hasSize(2);
    }

    @Test
    void the_last_free_number_is_found_and_then_there_is_none() throws IOException {
        IntStream.range(0, NodeNumbers.COUNT)
                .filter(number -> number != 900)
                .forEach(number -> claims.all.add(new Claims.Claim(number, "mantua:" + number + "#2")));

        assertThat(numbers(1).claim("verona:1#1", 7)).isEqualTo(900);
        assertThatThrownBy(() -> numbers(1).claim("verona:2#3", 7)).isInstanceOf(IOException.class);
    }

    @Test
    void nodes_that_want_one_number_at_the_same_moment_have_different_ones() throws Exception {
        var count = 8;
        var together = new CyclicBarrier(count);
        try (var threads = Executors.newFixedThreadPool(count)) {
            var claimed = threads.invokeAll(IntStream.range(0, count)
                    .<Callable<Integer>>mapToObj(node -> () -> {
                        together.await();
                        return numbers(node).claim("verona:" + node + "#1", 7);
                    })
                    .toList());
            var numbers = new HashSet<Integer>();
            for (var each : claimed) {
                numbers.add(each.get());
            }
            assertThat(numbers).hasSize(count);
            assertThat(claims.all).hasSize(count);
        }
    }

    @Test
    void a_majority_that_does_not_answer_at_first_is_asked_again() throws IOException {
        var flaky = new InOneHeap() {
            int failures = 3;

            @Override
            public synchronized void add(Claim claim) throws IOException {
                if (failures-- > 0) {
                    throw new IOException("no majority");
                }
                super.add(claim);
            }
        };

        assertThat(new NodeNumbers(flaky, new Random(1)).claim("verona:1#1", 7)).isEqualTo(7);
        assertThat(flaky.failures).isNegative();
    }

    private NodeNumbers numbers(long seed) {
        return new NodeNumbers(claims, new Random(seed));
    }
}
