package io.kith.sharding.xep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.feature.TestAccount;
import org.junit.jupiter.api.Test;

final class ChatStatesTest {

    @Test
    void accounts_announce_that_chat_states_pass() {
        assertThat(Answers.chain(new ChatStates()).advertisedByAccounts())
                .containsExactly("http://jabber.org/protocol/chatstates");
    }

    @Test
    void a_chat_state_passes_as_it_is() {
        var message = Answers.stanza(
                "<message type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        var juliet = new TestAccount("juliet@capulet.example");
        var chain = Answers.chain(new ChatStates());

        assertThat(chain.outgoing(juliet, message).stanza()).isSameAs(message);
        assertThat(chain.incoming(juliet, message).stanza()).isSameAs(message);
    }
}
