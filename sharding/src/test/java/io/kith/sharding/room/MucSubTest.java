package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import org.junit.jupiter.api.Test;

final class MucSubTest {

    private static final Jid ROOM = Jid.parse("coven@conference.verona.example");
    private static final Jid ROMEO = Jid.parse("romeo@verona.example");

    @Test
    void a_stanza_is_wrapped_as_it_is_in_the_clients_namespace() {
        var said = Stanza.parse("<message from='coven@conference.verona.example/nurse' type='groupchat' xml:lang='it'>"
                + "<body>Tu &amp; io</body><x xmlns='urn:example:x'><y/></x></message>");

        assertThat(MucSub.event(ROOM, ROMEO, MucSub.MESSAGES, "0001", said)
                        .child("event", Namespaces.PUBSUB_EVENT)
                        .orElseThrow())
                .isEqualTo(Element.parse("<event xmlns='http://jabber.org/protocol/pubsub#event'>"
                        + "<items node='urn:xmpp:mucsub:nodes:messages'><item id='0001'>"
                        + "<message xmlns='jabber:client' from='coven@conference.verona.example/nurse'"
                        + " to='romeo@verona.example' type='groupchat' xml:lang='it'><body>Tu &amp; io</body>"
                        + "<x xmlns='urn:example:x'><y/></x></message></item></items></event>"));
    }

    @Test
    void news_of_another_kind_keep_their_namespace() {
        var news = Element.of("subscribe", Namespaces.MUCSUB).withAttribute("nick", "nurse");
        var event = MucSub.event(ROOM, ROMEO, MucSub.SUBSCRIBERS, "0002", news);

        assertThat(event.id()).isEqualTo("0002");
        assertThat(event.from()).isEqualTo(ROOM);
        assertThat(event.to()).isEqualTo(ROMEO);
        assertThat(event.toXml())
                .contains("<item id='0002'><subscribe xmlns='urn:xmpp:mucsub:0' nick='nurse'/></item>");
    }
}
