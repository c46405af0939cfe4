package io.kith.proto.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StanzaTest {

    private static final Jid JULIET = Jid.parse("juliet@capulet.example/balcony");
    private static final Jid ROMEO = Jid.parse("romeo@montague.example/orchard");

    private static final Stanza HELLO = Stanza.parse("""
            <message to='romeo@montague.example/orchard' from="juliet@capulet.example/balcony" type='chat' id='a&amp;1'
            xml:lang='it'><body>Ciao &lt;3</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>""");

    @Test
    void the_header_is_read_from_the_bytes() {
        assertThat(HELLO.kind()).isEqualTo(Stanza.Kind.MESSAGE);
        assertThat(HELLO.to()).isEqualTo(ROMEO);
        assertThat(HELLO.from()).isEqualTo(JULIET);
        assertThat(HELLO.type()).isEqualTo("chat");
        assertThat(HELLO.id()).isEqualTo("a&1");
        assertThat(HELLO.lang()).isEqualTo("it");
        assertThat(HELLO.body()).contains("Ciao <3");
        assertThat(HELLO.has("active", Namespaces.CHAT_STATES)).isTrue();
        assertThat(HELLO.has("active", Namespaces.CLIENT)).isFalse();
    }

    @Test
    void each_child_knows_its_bytes() {
        assertThat(HELLO.children().stream().map(child -> bytesOf(HELLO, child)))
                .containsExactly("<body>Ciao &lt;3</body>", "<active xmlns='http://jabber.org/protocol/chatstates'/>");
    }

    @Test
    void canonical_bytes_are_kept_as_they_are() {
        var bytes = HELLO.bytes();

        assertThat(Stanza.parse(bytes).bytes()).isSameAs(bytes);
    }

    @Test
    void the_content_namespace_is_left_out() {
        var declared = Stanza.parse("<iq xmlns='jabber:client' type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>");

        assertThat(declared.toXml()).isEqualTo("<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>");
        assertThat(declared.type()).isEqualTo("get");
        assertThat(declared.child("ping", Namespaces.PING)).contains(Element.of("ping", Namespaces.PING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<c:message xmlns:c='jabber:client'><c:body>hi</c:body></c:message>",
                "<message><body xmlns='jabber:client'>hi</body></message>",
                "<message><body><![CDATA[hi]]></body></message>",
                "<c:message xmlns:c='jabber:client' xmlns='jabber:client'><body>hi</body></c:message>"
            })
    void other_forms_of_the_same_are_rewritten(String form) {
        assertThat(Stanza.parse(form).toXml()).isEqualTo("<message><body>hi</body></message>");
    }

    @Test
    void a_forwarded_message_keeps_its_own_content_namespace() {
        var xml =
                "<message><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client'/></forwarded></message>";

        assertThat(Stanza.parse(xml).toXml()).isEqualTo(xml);
    }

    @Test
    void changed_addresses_are_spliced_in_and_everything_else_stays_in_place() {
        var nurse = Jid.parse("nurse@capulet.example");

        var changed = HELLO.withTo(nurse)
                .withFrom(null)
                .withType("groupchat")
                .withId("b'\"2")
                .withLang("");

        assertThat(changed.element())
                .isEqualTo(HELLO.element()
                        .withAttribute("to", nurse)
                        .withoutAttribute("from")
                        .withAttribute("type", "groupchat")
                        .withAttribute("id", "b'\"2")
                        .withoutAttribute("xml:lang"));
        assertThat(changed.to()).isEqualTo(nurse);
        assertThat(changed.from()).isNull();
        assertThat(changed.id()).isEqualTo("b'\"2");
        assertThat(changed.lang()).isEmpty();
        sameAsReadAgain(changed);
    }

    @Test
    void attributes_and_children_can_be_put_into_the_emptiest_stanza() {
        var state = Element.of("active", Namespaces.CHAT_STATES);

        var changed = Stanza.parse("<message/>")
                .withTo(ROMEO)
                .with(state)
                .withFrom(JULIET)
                .withId("1")
                .with(state);

        assertThat(changed.toXml())
                .isEqualTo("<message id='1' from='juliet@capulet.example/balcony' to='romeo@montague.example/orchard'>"
                        + state.toXml() + state.toXml() + "</message>");
        sameAsReadAgain(changed);
    }

    @Test
    void attributes_can_be_put_into_a_tag_that_ends_in_space() {
        var changed = Stanza.parse("<presence  to='a.example' ><show>away</show></presence >")
                .withId("7")
                .withTo(null);

        assertThat(changed.toXml()).isEqualTo("<presence id='7' ><show>away</show></presence >");
        sameAsReadAgain(changed);
    }

    @Test
    void children_are_cut_out_by_their_ranges() {
        var changed = HELLO.without((name, namespace) -> namespace.equals(Namespaces.CHAT_STATES))
                .withRaw("<x xmlns='urn:a'><y/></x>".getBytes(StandardCharsets.UTF_8));

        assertThat(changed.children()).extracting(Stanza.Child::name).containsExactly("body", "x");
        assertThat(changed.child("x", "urn:a")).contains(Element.parse("<x xmlns='urn:a'><y/></x>"));
        sameAsReadAgain(changed);
        assertThat(HELLO.without((name, namespace) -> false)).isSameAs(HELLO);
    }

    @Test
    void a_child_may_use_a_prefix_of_the_stanza() {
        var stanza = Stanza.parse("<message xmlns:a='urn:a'><a:x a:y='1'/></message>");

        assertThat(stanza.child("x", "urn:a")).contains(Element.of("x", "urn:a").withAttribute("{urn:a}y", 1));
    }

    @Test
    void an_iq_is_answered_to_its_sender_under_the_same_id() {
        var ping = Stanza.iq("get", "p1", ROMEO, JULIET, Element.of("ping", Namespaces.PING));

        assertThat(ping.isRequest()).isTrue();
        assertThat(ping.result()).isEqualTo(Stanza.iq("result", "p1", JULIET, ROMEO));
        assertThat(ping.error(StanzaError.SERVICE_UNAVAILABLE).element()).isEqualTo(Element.parse("""
                        <iq xmlns='jabber:client' type='error' id='p1' from='juliet@capulet.example/balcony' \
                        to='romeo@montague.example/orchard'><error type='cancel'><service-unavailable \
                        xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>"""));
    }

    @Test
    void an_error_reads_back_as_it_was() {
        var error = StanzaError.RESOURCE_CONSTRAINT
                .withText("too much")
                .withApplication(Element.of("too-many", "urn:example:errors"));

        assertThat(StanzaError.from(error.toElement())).contains(error);
        assertThat(StanzaError.from(Element.of("error", Namespaces.CLIENT))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"@capulet.example", "juliet@", "", "juliet@capulet.example/"})
    void an_address_that_is_none_is_told(String address) {
        var stanza = Stanza.parse("<message to='" + address + "'/>");

        assertThat(stanza.malformedAddress()).isTrue();
        assertThat(stanza.to()).isNull();
        assertThat(stanza.withTo(JULIET).malformedAddress()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<message>", "<foo/>", "<message xmlns='jabber:server'/>", "<message/>x", "<message to=''"})
    void what_is_no_stanza_is_refused(String xml) {
        assertThatThrownBy(() -> Stanza.parse(xml)).isInstanceOf(MalformedStanza.class);
    }

    @Test
    void a_tree_without_namespace_is_a_stanza_too() {
        var tree = Element.of("message", "").with(Element.of("body", "").text("hi"));

        assertThat(Stanza.of(tree)).isEqualTo(Stanza.parse("<message><body>hi</body></message>"));
    }

    @Test
    void nothing_that_people_wrote_is_in_what_a_log_prints() {
        assertThat(HELLO.toString()).doesNotContain("Ciao").doesNotContain("juliet");
    }

    private static String bytesOf(Stanza stanza, Stanza.Child child) {
        return new String(stanza.bytes(), child.start(), child.end() - child.start(), StandardCharsets.UTF_8);
    }

    private static void sameAsReadAgain(Stanza changed) {
        var again = Stanza.parse(changed.bytes().clone());
        assertThat(again.children()).isEqualTo(changed.children());
        assertThat(again.element()).isEqualTo(changed.element());
        assertThat(again.withTo(ROMEO).with(Element.of("z", "urn:z")))
                .isEqualTo(changed.withTo(ROMEO).with(Element.of("z", "urn:z")));
    }

    @Test
    void a_copy_for_a_recipient_is_what_it_is_with_the_address() {
        var odd = new Jid("o&'malley", "verona.example", "<orchard>");
        for (var xml : List.of(
                "<message/>",
                "<message to='nurse@verona.example'/>",
                "<message id='1' to='nurse@verona.example' from='romeo@verona.example/orchard' type='chat'>"
                        + "<body>art thou</body><x xmlns='urn:x'/></message>")) {
            var stanza = Stanza.parse(xml);
            for (var recipient : List.of(JULIET, ROMEO, odd)) {
                var copy = stanza.copyTo(Recipient.of(recipient));

                assertThat(copy).isEqualTo(stanza.withTo(recipient));
                assertThat(copy.to()).isEqualTo(recipient);
                assertThat(copy.from()).isEqualTo(stanza.from());
                assertThat(copy.type()).isEqualTo(stanza.type());
                assertThat(copy.children()).isEqualTo(stanza.withTo(recipient).children());
                assertThat(copy.copyTo(Recipient.of(JULIET)).withId("2"))
                        .isEqualTo(stanza.withTo(JULIET).withId("2"));
            }
        }
    }

    @Test
    void what_is_kept_for_long_is_what_it_was() {
        var stanza = Stanza.parse("<message id='1' from='romeo@verona.example/orchard' to='juliet@verona.example'>"
                + "<body>art thou</body></message>");
        var lean = stanza.lean();

        assertThat(lean).isEqualTo(stanza);
        assertThat(lean.bytes()).isSameAs(stanza.bytes());
        assertThat(lean.from()).isEqualTo(stanza.from());
        assertThat(lean.to()).isEqualTo(stanza.to());
        assertThat(lean.id()).isEqualTo("1");
        assertThat(lean.body()).hasValue("art thou");
        assertThat(lean.withTo(ROMEO)).isEqualTo(stanza.withTo(ROMEO));
    }
}
