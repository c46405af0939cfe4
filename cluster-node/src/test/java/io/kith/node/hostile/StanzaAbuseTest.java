package io.kith.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that is somebody, Tybalt, and sends what is no stanza, or one that the standard does not have.
@ExtendWith(OneVictim.class)
class StanzaAbuseTest {

    private final Victim victim;

    private Wire tybalt;
    private Wire nurse;

    StanzaAbuseTest(Victim victim) {
        this.victim = victim;
    }

    @BeforeEach
    void come() throws IOException {
        tybalt = victim.online("tybalt", "street");
        nurse = victim.online("nurse", "nursery");
    }

    @AfterEach
    void go() throws IOException {
        tybalt.close();
        nurse.close();
    }

    static Stream<Arguments> questions() {
        var ping = "<ping xmlns='urn:xmpp:ping'/>";
        return Stream.of(
                arguments("without a child", "<iq type='get' id='q'/>", "bad-request"),
                arguments("with two children", "<iq type='get' id='q'>" + ping + ping + "</iq>", "bad-request"),
                arguments(
                        "with two children for others",
                        "<iq type='set' id='q' to='nurse@localhost/nursery'>" + ping + ping + "</iq>",
                        "bad-request"),
                arguments(
                        "without a child for others",
                        "<iq type='set' id='q' to='nurse@localhost/nursery'/>",
                        "bad-request"),
                arguments("without a type", "<iq id='q'>" + ping + "</iq>", "bad-request"),
                arguments("of a type nobody knows", "<iq type='take' id='q'>" + ping + "</iq>", "bad-request"),
                arguments("of an empty type", "<iq type='' id='q'>" + ping + "</iq>", "bad-request"),
                arguments(
                        "that nobody understands",
                        "<iq type='get' id='q'><x xmlns='urn:x'/></iq>",
                        "service-unavailable"),
                arguments("without a namespace", "<iq type='get' id='q'><x xmlns=''/></iq>", "service-unavailable"),
                arguments(
                        "to the server's resource",
                        "<iq type='get' id='q' to='localhost/x'><x xmlns='urn:x'/></iq>",
                        "service-unavailable"),
                arguments(
                        "to an address that is none",
                        "<iq type='get' id='q' to='@localhost'>" + ping + "</iq>",
                        "jid-malformed"),
                arguments(
                        "to a name that none can have",
                        "<iq type='get' id='q' to='a&amp;b@localhost'>" + ping + "</iq>",
                        "jid-malformed"),
                arguments(
                        "to a name that is too long",
                        "<iq type='get' id='q' to='" + "a".repeat(1_024) + "@localhost'>" + ping + "</iq>",
                        "jid-malformed"),
                arguments(
                        "to an empty resource",
                        "<iq type='get' id='q' to='nurse@localhost/'>" + ping + "</iq>",
                        "jid-malformed"),
                arguments(
                        "to another domain",
                        "<iq type='get' id='q' to='x@elsewhere.example'>" + ping + "</iq>",
                        "remote-server-not-found"),
                arguments(
                        "to nobody",
                        "<iq type='get' id='q' to='nobody@localhost'>" + ping + "</iq>",
                        "service-unavailable"),
                arguments(
                        "for a second resource",
                        "<iq type='set' id='q'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>two</resource></bind></iq>",
                        "service-unavailable"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("questions")
    void a_wrong_question_gets_its_one_error(String what, String question, String condition) throws IOException {
        var answer = tybalt.send(question).until("</iq>");
        assertThat(answer).contains("type='error'").contains("id='q'").contains("<" + condition + " ");
        assertThat(tybalt.answers()).isEmpty();
        assertThat(nurse.answers()).isEmpty();
    }

    @Test
    void a_question_without_an_id_is_a_bad_request() throws IOException {
        var answer =
                tybalt.send("<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>").until("</iq>");
        assertThat(answer).contains("<bad-request ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<iq type='result' id='never-asked'/>",
                "<iq type='error' id='never-asked'/>",
                "<iq type='result' id='never-asked' to='nobody@localhost'/>",
                "<iq type='error' id='never-asked' to='localhost'><error type='wait'/></iq>",
                "<message type='error' to='nobody@localhost'/>",
                "<message type='error' to='@'/>",
                "<presence type='error' to='nobody@localhost'/>",
                "<message type='error'><error type='cancel'/></message>"
            })
    void an_answer_to_nothing_and_an_error_are_never_answered(String stanza) throws IOException {
        tybalt.send(stanza);
        settle(tybalt);
        assertThat(tybalt.answers()).isEmpty();
    }

    static Stream<Arguments> presences() {
        return Stream.of(
                arguments("of a type nobody knows", "<presence id='p' type='asleep'/>"),
                arguments("more than anybody", "<presence id='p'><priority>128</priority></presence>"),
                arguments("less than anybody", "<presence id='p'><priority>-129</priority></presence>"),
                arguments("without a number", "<presence id='p'><priority>high</priority></presence>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("presences")
    void presence_that_is_none_is_a_bad_request(String what, String presence) throws IOException {
        assertThat(tybalt.send(presence).until("</presence>")).contains("<bad-request ");
    }

    @Test
    void a_message_of_a_type_nobody_knows_is_a_normal_one() throws IOException {
        tybalt.send("<message type='whisper' to='nurse@localhost'><body>psst</body></message>");
        assertThat(nurse.until("</message>")).contains("<body>psst</body>");
    }

    @Test
    void a_message_to_oneself_comes_once() throws IOException {
        tybalt.send("<message type='chat' to='tybalt@localhost' id='me'><body>self</body></message>")
                .until("<body>self</body>");
        settle(tybalt);
        assertThat(tybalt.answers()).doesNotContain("<body>self</body>");
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                arguments("an element nobody knows", "<foo xmlns='bar'/>", "unsupported-stanza-type"),
                arguments("an element of the content that is no stanza", "<foo/>", "unsupported-stanza-type"),
                arguments("a login", Wire.auth("PLAIN", ""), "unsupported-stanza-type"),
                arguments("TLS", "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "unsupported-stanza-type"),
                arguments("a stanza of servers", "<message xmlns='jabber:server'/>", "invalid-namespace"),
                arguments(
                        "a header",
                        "<stream:stream xmlns:stream='http://etherx.jabber.org/streams'></stream:stream>",
                        "unsupported-stanza-type"),
                arguments("text", "hello", "bad-format"),
                arguments("a comment in a stanza", "<message><!-- --></message>", "restricted-xml"),
                arguments("an entity in a stanza", "<message><body>&xxe;</body></message>", "restricted-xml"),
                arguments("an attribute twice", "<message to='a' to='b'/>", "not-well-formed"),
                arguments(
                        "an attribute twice by two prefixes",
                        "<message xmlns:a='u' xmlns:b='u' a:x='' b:x=''/>",
                        "not-well-formed"),
                arguments("a prefix that nobody declared", "<message><a:b/></message>", "not-well-formed"),
                arguments("the end of a section", "<message><body>]]></body></message>", "not-well-formed"),
                arguments("less than in a value", "<message to='<'/>", "not-well-formed"),
                arguments("a value without quotes", "<message to=a/>", "not-well-formed"),
                arguments("no space between attributes", "<message to='a'id='b'/>", "not-well-formed"),
                arguments("a stanza that ends as another", "<message></presence>", "not-well-formed"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("endings")
    void what_no_stream_may_carry_ends_it(String what, String sent, String condition) throws IOException {
        assertThat(tybalt.send(sent).rest())
                .contains("<stream:error><" + condition + " ")
                .endsWith("</stream:stream>");
    }

    @Test
    void a_section_of_characters_arrives_as_text() throws IOException {
        tybalt.send(
                "<message to='nurse@localhost'><body><![CDATA[</body></message></stream:stream>]]></body></message>");
        assertThat(nurse.until("</message>")).contains("&lt;/stream:stream");
    }

    @Test
    void what_looks_like_the_end_of_a_stream_ends_none_of_others() throws IOException {
        tybalt.send(
                "<message to='nurse@localhost' id='&#39;/&gt;&lt;/stream:stream&gt;'><body>&lt;/stream:stream&gt;</body>"
                        + "<stream:error><reset xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></message>");
        assertThat(nurse.until("</message>")).doesNotContain("</stream:stream>");
        nurse.settled();
    }

    @Test
    void prefixes_of_ones_own_change_no_meaning() throws IOException {
        tybalt.send(
                "<m:message xmlns:m='jabber:client' xmlns='urn:x' to='nurse@localhost'><m:body>pfx</m:body><body/></m:message>");
        assertThat(nurse.until("</message>")).contains("<body>pfx</body>").contains("<body xmlns='urn:x'/>");
    }

    /// Both owners have done what was sent: an answer of the other one comes behind it.
    private static void settle(Wire wire) throws IOException {
        wire.send("<iq type='get' id='through' to='nurse@localhost'><x xmlns='urn:through'/></iq>")
                .until("through'");
        wire.until("</iq>");
    }
}
