package io.kith.sharding.xep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.feature.TestAccount;
import org.junit.jupiter.api.Test;

final class ChatMarkersTest {

    @Test
    void accounts_announce_that_markers_pass() {
        assertThat(Answers.chain(new ChatMarkers()).advertisedByAccounts()).containsExactly("urn:xmpp:chat-markers:0");
    }

    @Test
    void a_marker_passes_as_it_is() {
        var message =
                Answers.stanza("<message type='chat'><displayed xmlns='urn:xmpp:chat-markers:0' id='1'/></message>");
        var juliet = new TestAccount("juliet@capulet.example");
        var chain = Answers.chain(new ChatMarkers());

        assertThat(chain.outgoing(juliet, message).stanza()).isSameAs(message);
        assertThat(chain.incoming(juliet, message).stanza()).isSameAs(message);
    }
}
