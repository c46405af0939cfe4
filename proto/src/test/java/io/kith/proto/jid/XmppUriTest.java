package io.kith.proto.jid;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XmppUriTest {

    @ParameterizedTest
    @CsvSource({
        "xmpp:romeo@verona.example, romeo@verona.example",
        "xmpp:romeo@verona.example?message;subject=Hi, romeo@verona.example",
        "xmpp:romeo@verona.example#top, romeo@verona.example",
        "xmpp:coven@chat.example/Third%20Witch?join, coven@chat.example/Third Witch",
        "xmpp:coven@chat.example/Zo%C3%AB, coven@chat.example/Zoë",
        "xmpp:coven@chat.example/Zoë, coven@chat.example/Zoë",
        "xmpp:coven@chat.example/a+b, coven@chat.example/a+b",
        "xmpp:coven@chat.example/100%25, coven@chat.example/100%"
    })
    void names_an_address(String uri, String address) {
        assertThat(XmppUri.address(uri)).map(Jid::toString).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://verona.example",
                "romeo@verona.example",
                "xmpp:",
                "xmpp:@@",
                "xmpp://guest@verona.example/romeo@verona.example",
                "xmpp:coven@chat.example/%4",
                "xmpp:coven@chat.example/%zz",
                "xmpp:coven@chat.example/%FF"
            })
    void or_none(String uri) {
        assertThat(XmppUri.address(uri)).isEmpty();
    }
}
