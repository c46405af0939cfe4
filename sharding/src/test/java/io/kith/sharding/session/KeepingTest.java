package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stanza.Stanza;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KeepingTest {

    private static final String TYPING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";

    private static Keeping of(String content) {
        return Keeping.of(Stanza.parse("<message type='chat'>" + content + "</message>"));
    }

    /// XEP-0085 §5.6.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<thread>t1</thread>",
                "<x xmlns='http://jabber.org/protocol/muc#user'/>",
                "<x xmlns='http://jabber.org/protocol/muc#user'> </x>",
                "<occupant-id xmlns='urn:xmpp:occupant-id:0' id='o1'/><x xmlns='http://jabber.org/protocol/muc#user'/>",
                "<no-copy xmlns='urn:xmpp:hints'/><origin-id xmlns='urn:xmpp:sid:0' id='1'/>"
            })
    void typing_alone_is_not_kept_whatever_marks_it_bears(String marks) {
        assertThat(of(TYPING + marks)).isEqualTo(Keeping.NOT);
        assertThat(of(TYPING + marks + "<body>hi</body>")).isEqualTo(Keeping.ARCHIVED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<subject/>",
                "<received xmlns='urn:xmpp:receipts' id='m1'/>",
                "<x xmlns='http://jabber.org/protocol/muc#user'><invite from='crone1@shakespeare.lit'/></x>"
            })
    void what_tells_more_is_kept(String content) {
        assertThat(of(content)).isEqualTo(Keeping.ARCHIVED);
        assertThat(of(content + TYPING)).isEqualTo(Keeping.ARCHIVED);
        assertThat(of(content + "<no-permanent-store xmlns='urn:xmpp:hints'/>")).isEqualTo(Keeping.TRANSIENT);
        assertThat(of(content + "<no-store xmlns='urn:xmpp:hints'/>")).isEqualTo(Keeping.NOT);
    }
}
