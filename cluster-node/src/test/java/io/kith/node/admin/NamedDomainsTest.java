package io.kith.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NamedDomainsTest {

    @Test
    void they_are_named_in_order() {
        assertThat(NamedDomains.in(Set.of("verona.example", "mantua.example")))
                .isEqualTo("mantua.example, verona.example");
    }

    @Test
    void twenty_are_named_and_of_more_the_number_is_told() {
        assertThat(NamedDomains.in(numbered(NamedDomains.NAMED_MAX)))
                .endsWith(", d29.example")
                .doesNotContain("more");
        assertThat(NamedDomains.in(numbered(NamedDomains.NAMED_MAX + 2)))
                .startsWith("d10.example, d11.example, ")
                .endsWith(", d29.example and 2 more");
    }

    private static List<String> numbered(int count) {
        return IntStream.range(10, 10 + count)
                .mapToObj(i -> "d" + i + ".example")
                .toList();
    }
}
