package io.kith.node.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.Charset;
import java.util.HashSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Who is nobody yet: the stream and what comes before a login (RFC 6120 §4, §5, §11).
@ExtendWith(OneVictim.class)
final class StreamAbuseTest {

    private static final Pattern STREAM_ID = Pattern.compile("<stream:stream[^>]* id=['\"]([^'\"]+)['\"]");

    private final Victim victim;

    StreamAbuseTest(Victim victim) {
        this.victim = victim;
    }

    private static String header(String attributes) {
        return "<?xml version='1.0'?><stream:stream " + attributes + ">";
    }

    private static final String TO = "to='localhost' version='1.0' ";
    private static final String CLIENT = "xmlns='jabber:client' ";
    private static final String STREAMS = "xmlns:stream='http://etherx.jabber.org/streams' ";

    static Stream<Arguments> headers() {
        return Stream.of(
                arguments(
                        "another stream namespace", header(TO + CLIENT + "xmlns:stream='urn:x'"), "invalid-namespace"),
                arguments(
                        "the content of servers", header(TO + STREAMS + "xmlns='jabber:server'"), "invalid-namespace"),
                arguments("content without a namespace", header(TO + STREAMS) + "<message/>", "invalid-namespace"),
                arguments("an undeclared prefix", header(TO + CLIENT), "not-well-formed"),
                arguments(
                        "an unknown domain",
                        header("to='unknown.invalid' version='1.0' " + CLIENT + STREAMS),
                        "host-unknown"),
                arguments(
                        "a user instead of a domain",
                        header("to='juliet@localhost' version='1.0' " + CLIENT + STREAMS),
                        "improper-addressing"),
                arguments(
                        "a malformed domain",
                        header("to='@' version='1.0' " + CLIENT + STREAMS),
                        "improper-addressing"),
                arguments("no domain", header("version='1.0' " + CLIENT + STREAMS), "improper-addressing"),
                arguments("no version", header("to='localhost' " + CLIENT + STREAMS), "unsupported-version"),
                arguments(
                        "a version before XMPP",
                        header("to='localhost' version='0.9' " + CLIENT + STREAMS),
                        "unsupported-version"),
                arguments("an attribute twice", header(TO + TO + CLIENT + STREAMS), "not-well-formed"),
                arguments("another root", "<html>", "invalid-namespace"),
                arguments("an end before the beginning", "</stream:stream>", "not-well-formed"),
                arguments("a stanza before the stream", "<message xmlns='jabber:client'/>", "invalid-namespace"),
                arguments("plain text", "hello?", "not-well-formed"),
                arguments("HTTP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "not-well-formed"),
                arguments("a document type", "<!DOCTYPE lol [<!ENTITY a 'b'>]>", "restricted-xml"),
                arguments("a comment", "<!-- hello -->", "restricted-xml"),
                arguments("an instruction", "<?php echo 1 ?>", "restricted-xml"),
                arguments(
                        "an encoding of one's own",
                        "<?xml version='1.0' encoding='ISO-8859-1'?>",
                        "unsupported-encoding"),
                arguments("XML of the future", "<?xml version='2.0'?>", "not-well-formed"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("headers")
    void a_stream_that_begins_wrongly_is_refused_on_a_stream_of_our_own(String what, String sent, String condition)
            throws IOException {
        try (var mallory = victim.connect()) {
            assertRefused(mallory.send(sent).rest(), condition);
        }
    }

    static Stream<Arguments> beginnings() {
        return Stream.of(
                arguments("a stanza", "<message to='juliet@localhost'><body>now</body></message>", "not-authorized"),
                arguments("presence", "<presence to='juliet@localhost'/>", "not-authorized"),
                arguments(
                        "a question", "<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>", "not-authorized"),
                arguments("a binding", Wire.bind("balcony"), "not-authorized"),
                arguments("an element nobody knows", "<foo xmlns='bar'/>", "not-authorized"),
                arguments("stream management", "<enable xmlns='urn:xmpp:sm:3'/>", "not-authorized"),
                arguments("a session of others", "<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>", "not-authorized"),
                arguments("the server's part", "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "not-authorized"),
                arguments(
                        "SASL's other side",
                        "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>",
                        "unsupported-stanza-type"),
                arguments("half a tag", "a<b", "bad-format"),
                arguments("a tag that is none", "<b<", "not-well-formed"),
                arguments("text between elements", "hello", "bad-format"),
                arguments("an end of something else", "</stream:features>", "not-well-formed"),
                arguments("ends that are crossed", "<a xmlns='x'><b></a></b>", "not-well-formed"),
                arguments("a comment", "<!-- -->", "restricted-xml"),
                arguments("an instruction", "<?x y?>", "restricted-xml"),
                arguments("a document type", "<!DOCTYPE a>", "restricted-xml"),
                arguments("an entity", "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>&lol;</auth>", "restricted-xml"),
                arguments("a character that XML has not", "<a xmlns='x'>&#0;</a>", "not-well-formed"),
                arguments("a surrogate", "<a xmlns='x'>&#xD800;</a>", "not-well-formed"),
                arguments("a prefix that nobody declared", "<x:a/>", "not-well-formed"),
                arguments("content of servers", "<message xmlns='jabber:server'/>", "invalid-namespace"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("beginnings")
    void what_a_stranger_may_not_say_ends_the_stream(String what, String sent, String condition) throws IOException {
        try (var mallory = victim.connect()) {
            assertRefused(Wire.HEADER + mallory.open().send(sent).rest(), condition);
        }
    }

    /// The header of ours has come before its features in the second kind of test.
    private static void assertRefused(String answer, String condition) {
        assertThat(answer)
                .contains("<stream:stream")
                .contains("<stream:error>")
                .contains("<" + condition + " ")
                .endsWith("</stream:stream>")
                .containsOnlyOnce("<stream:error>");
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                arguments("UTF-16", UTF_16, Wire.HEADER),
                arguments("UTF-16 without a mark", java.nio.charset.StandardCharsets.UTF_16LE, Wire.HEADER),
                arguments("UTF-32", Charset.forName("UTF-32"), Wire.HEADER),
                arguments("Latin-1", ISO_8859_1, Wire.HEADER + "<a xmlns='x'>ä</a>"),
                arguments("an overlong slash", ISO_8859_1, Wire.HEADER + "<a xmlns='x'>\u00c0\u00af</a>"),
                arguments("a surrogate in UTF-8", ISO_8859_1, Wire.HEADER + "<a xmlns='x'>\u00ed\u00a0\u0080</a>"),
                arguments("a control character", UTF_8, Wire.HEADER + "<a xmlns='x'>\u0001</a>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("encodings")
    void there_is_no_encoding_but_UTF_8(String what, Charset charset, String sent) throws IOException {
        try (var mallory = victim.connect()) {
            assertThat(mallory.send(sent.getBytes(charset)).rest())
                    .containsAnyOf("<unsupported-encoding ", "<not-well-formed ")
                    .endsWith("</stream:stream>");
        }
    }

    @Test
    void who_speaks_TLS_where_STARTTLS_is_due_is_told_in_XML() throws IOException {
        byte[] clientHello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3};
        try (var mallory = victim.connect()) {
            assertThat(mallory.send(clientHello).rest())
                    .contains("<not-well-formed ")
                    .endsWith("</stream:stream>");
        }
    }

    @Test
    void white_space_without_end_costs_nothing() throws IOException {
        try (var mallory = victim.connect()) {
            mallory.open().send(" \n".repeat(500_000)).send(Wire.auth("X", "")).until("<invalid-mechanism");
        }
    }

    @Test
    void a_second_header_in_a_stream_is_an_element_out_of_place() throws IOException {
        try (var mallory = victim.connect()) {
            assertThat(mallory.open()
                            .send(Wire.HEADER.substring(Wire.HEADER.indexOf("<stream")) + "</stream:stream>")
                            .rest())
                    .contains("<stream:error>")
                    .endsWith("</stream:stream>");
        }
    }

    @Test
    void no_two_streams_have_one_name() throws IOException {
        var ids = new HashSet<String>();
        for (var i = 0; i < 20; i++) {
            try (var mallory = victim.connect()) {
                var id = STREAM_ID.matcher(mallory.send(Wire.HEADER).until("</stream:features>"));
                assertThat(id.find()).isTrue();
                assertThat(id.group(1)).hasSizeGreaterThanOrEqualTo(16);
                ids.add(id.group(1));
            }
        }
        assertThat(ids).hasSize(20);
    }

    @Test
    void what_is_pipelined_in_the_clear_behind_starttls_is_thrown_away() throws Exception {
        try (var mallory = victim.connect()) {
            var clear = mallory.send(Wire.HEADER).until("</stream:features>");
            mallory.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>" + Wire.HEADER
                    + Wire.auth("PLAIN", Wire.plain("", "tybalt", "tybalt")));
            assertThat(mallory.until("/>")).startsWith("<proceed ");

            mallory.over(encrypted(mallory.socket()));

            // Had any of it survived, there would be a header, a success or an error before we say a word.
            var encrypted = mallory.send(Wire.HEADER).until("</stream:features>");
            assertThat(encrypted)
                    .startsWith("<?xml")
                    .containsOnlyOnce("<stream:stream")
                    .doesNotContain("<starttls", "<success");
            assertThat(idIn(encrypted)).isNotEqualTo(idIn(clear));
            mallory.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            assertThat(mallory.rest()).startsWith("<failure ").endsWith("</stream:stream>");
        }
    }

    @Test
    void a_login_in_the_clear_is_forgotten_when_TLS_begins() throws Exception {
        try (var mallory = victim.connect()) {
            mallory.open()
                    .send(Wire.auth("SCRAM-SHA-1", "biwsbj10eWJhbHQscj1h"))
                    .until("</challenge>");
            mallory.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>").until("<proceed ");
            mallory.until("/>");
            mallory.over(encrypted(mallory.socket()));
            mallory.open().send("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>Yz1iaXdz</response>");
            mallory.until("<malformed-request");
        }
    }

    @Test
    void rubbish_instead_of_a_handshake_ends_the_connection() throws IOException {
        try (var mallory = victim.connect()) {
            mallory.open()
                    .send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>")
                    .until("<proceed ");
            mallory.until("/>");
            mallory.send(Wire.HEADER);
            assertThat(mallory.rest()).doesNotContain("stream");
        }
    }

    private static String idIn(String header) {
        var id = STREAM_ID.matcher(header);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }

    private static Socket encrypted(Socket clear) throws Exception {
        var socket = (SSLSocket)
                Anybody.trusted().getSocketFactory().createSocket(clear, "localhost", clear.getPort(), true);
        socket.startHandshake();
        return socket;
    }
}
