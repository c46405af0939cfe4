package io.kith.sharding.xep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OfflineMessagesTest {

    @Test
    void the_domain_announces_that_messages_wait_for_who_is_away() {
        assertThat(Answers.chain(new OfflineMessages()).advertised()).containsExactly("msgoffline");
    }
}
