package io.kith.sharding.xep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessingHintsTest {

    @Test
    void the_domain_announces_that_hints_are_heeded() {
        assertThat(Answers.chain(new ProcessingHints()).advertised()).containsExactly("urn:xmpp:hints");
    }
}
