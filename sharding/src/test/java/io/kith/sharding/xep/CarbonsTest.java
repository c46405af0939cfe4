package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static io.kith.sharding.xep.Answers.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.Hooks.Direction;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.TestAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CarbonsTest {

    private static final String ROMEO = " from='romeo@montague.example/orchard' to='juliet@capulet.example/balcony'";
    private static final Stanza HELLO =
            stanza("<message type='chat' id='m1'" + ROMEO + "><body>Wherefore &lt;art&gt; thou?</body></message>");

    private final FeatureChain chain = Answers.chain(new Carbons());
    private final TestAccount juliet = new TestAccount("juliet@capulet.example")
            .bound("balcony")
            .bound("chamber")
            .sending("chamber");

    @Test
    void a_device_gets_copies_from_when_it_asks_until_it_asks_no_more() {
        assertThat(copyOf(HELLO)).isFalse();

        assertThat(ask("enable").type()).isEqualTo("result");
        assertThat(copyOf(HELLO)).isTrue();

        assertThat(ask("disable").type()).isEqualTo("result");
        assertThat(copyOf(HELLO)).isFalse();
    }

    @Test
    void asking_twice_is_no_error() {
        ask("enable");

        assertThat(ask("enable").type()).isEqualTo("result");
        assertThat(copyOf(HELLO)).isTrue();
    }

    @Test
    void nobody_else_may_ask_for_them() {
        var request = stanza("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");

        assertThat(chain.accountIq(juliet.receiving(), request)).isEqualTo(Outcome.PASS);
        assertThat(copyOf(HELLO)).isFalse();
    }

    @Test
    void what_came_is_wrapped_as_received_whole_and_in_its_own_namespace() {
        ask("enable");

        assertThat(chain.copyFor(juliet, juliet.device("chamber"), Direction.IN, HELLO)
                        .orElseThrow()
                        .element())
                .isEqualTo(stanza(
                                "<message type='chat' from='juliet@capulet.example'"
                                        + " to='juliet@capulet.example/chamber'><received xmlns='urn:xmpp:carbons:2'>"
                                        + "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' type='chat' id='m1'"
                                        + ROMEO
                                        + "><body>Wherefore &lt;art&gt; thou?</body></message></forwarded></received></message>")
                        .element());
    }

    @Test
    void what_went_out_is_wrapped_as_sent() {
        ask("enable");

        var copy = chain.copyFor(juliet, juliet.device("chamber"), Direction.OUT, HELLO)
                .orElseThrow();

        assertThat(copy.has("sent", "urn:xmpp:carbons:2")).isTrue();
        assertThat(copy.has("received", "urn:xmpp:carbons:2")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message type='chat'><body>hi</body></message>",
                "<message type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>",
                "<message type='chat'/>",
                "<message><body>hi</body></message>",
                "<message type='normal'><body>hi</body></message>",
                "<message type='love'><body>hi</body></message>",
                "<message><received xmlns='urn:xmpp:receipts' id='1'/></message>",
                "<message><displayed xmlns='urn:xmpp:chat-markers:0' id='1'/></message>",
                "<message><x xmlns='jabber:x:conference' jid='hall@rooms.example'/></message>",
                "<message from='hall@rooms.example'>"
                        + "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='a@b'/></x></message>",
                "<message from='hall@rooms.example/nurse'>"
                        + "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='a@b'/></x></message>",
                "<message type='error'><body>hi</body><error type='cancel'/></message>"
            })
    void these_are_copied(String message) {
        ask("enable");

        assertThat(copyOf(stanza(message))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<message type='groupchat'><body>hi</body></message>",
                "<message type='headline'><body>hi</body></message>",
                "<message><subject>hi</subject></message>",
                "<message type='error'><error type='cancel'/></message>",
                "<message type='chat'><body>hi</body><private xmlns='urn:xmpp:carbons:2'/></message>",
                "<message type='chat'><body>hi</body><no-copy xmlns='urn:xmpp:hints'/></message>",
                "<message type='chat' from='hall@rooms.example/nurse'><body>hi</body>"
                        + "<x xmlns='http://jabber.org/protocol/muc#user'/></message>"
            })
    void these_are_not(String message) {
        ask("enable");

        assertThat(copyOf(stanza(message))).isFalse();
    }

    @Test
    void what_the_user_says_in_private_to_an_occupant_is_copied() {
        ask("enable");
        var said = stanza("<message type='chat' to='hall@rooms.example/nurse'><body>hi</body>"
                + "<x xmlns='http://jabber.org/protocol/muc#user'/></message>");

        assertThat(chain.copyFor(juliet, juliet.device("chamber"), Direction.OUT, said))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"received", "sent"})
    void a_copy_that_somebody_else_made_is_cut(String name) {
        var forged = stanza("<message type='chat' from='tybalt@capulet.example/home'><" + name
                + " xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"
                + "<message xmlns='jabber:client'><body>meet me</body></message></forwarded></" + name
                + "><body>hi</body></message>");
        var rest = stanza("<message type='chat' from='tybalt@capulet.example/home'><body>hi</body></message>");

        assertThat(chain.incoming(juliet, forged).stanza()).isEqualTo(rest);
        assertThat(chain.outgoing(juliet, forged).stanza()).isEqualTo(rest);
        assertThat(chain.incoming(juliet, rest).stanza()).isSameAs(rest);
    }

    @Test
    void it_is_announced() {
        assertThat(chain.advertised()).containsExactly("urn:xmpp:carbons:2");
    }

    private Stanza ask(String what) {
        return answer(chain.accountIq(
                juliet, stanza("<iq type='set' id='c'><" + what + " xmlns='urn:xmpp:carbons:2'/></iq>")));
    }

    private boolean copyOf(Stanza message) {
        return chain.copyFor(juliet, juliet.device("chamber"), Direction.IN, message)
                .isPresent();
    }
}
