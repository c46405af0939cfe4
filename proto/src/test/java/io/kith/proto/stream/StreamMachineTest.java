package io.kith.proto.stream;

import static io.kith.proto.stream.Frames.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Language;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stream.StreamError.Condition;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.XmlLimits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StreamMachineTest {

    private static final StreamFrame OPENED =
            new StreamFrame.Open(new StreamHeader("", "", "", "1.0", "", Namespaces.CLIENT));

    @Test
    void a_stream_is_opened_used_and_closed() {
        assertThat(Frames.of(
                        """
                        <?xml version='1.0' encoding='utf-8'?>
                        <stream:stream to='capulet.example' from='juliet@capulet.example' xml:lang='it' id='1' \
                        version="1.0" xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:client' >""",
                        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGE=</auth>",
                        "<message to='romeo@montague.example'><body>Ciao</body></message>",
                        "\n",
                        "</stream:stream >",
                        "<message/>"))
                .containsExactly(
                        new StreamFrame.Open(new StreamHeader(
                                "capulet.example", "juliet@capulet.example", "1", "1.0", "it", Namespaces.CLIENT)),
                        new StreamFrame.Nonza(Element.of("auth", Namespaces.SASL)
                                .withAttribute("mechanism", "PLAIN")
                                .text("AGE=")),
                        new StreamFrame.StanzaFrame(
                                Stanza.parse("<message to='romeo@montague.example'><body>Ciao</body></message>")),
                        new StreamFrame.Keepalive(),
                        new StreamFrame.Close());
    }

    @Test
    void what_was_declared_on_the_stream_is_declared_on_the_stanza_that_uses_it() {
        var frames = Frames.of(
                "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' xmlns:a='urn:a'"
                        + " xmlns:b='urn:b' version='1.0'>",
                "<message xmlns='jabber:client' id='1'><a:x b:y='2'><a:z/></a:x></message>",
                "<message><a:x xmlns:a='urn:other'/></message>");

        assertThat(stanza(frames.get(1)).toXml())
                .isEqualTo("<message xmlns:b='urn:b' xmlns:a='urn:a' id='1'><a:x b:y='2'><a:z/></a:x></message>");
        assertThat(stanza(frames.get(1)).child("x", "urn:a"))
                .contains(Element.of("x", "urn:a").withAttribute("{urn:b}y", 2).with(Element.of("z", "urn:a")));
        assertThat(stanza(frames.get(2)).toXml()).isEqualTo("<message><a:x xmlns:a='urn:other'/></message>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:client'>|<message id='1'><body>hi</body></message>|</s:stream>",
                "<stream xmlns='http://etherx.jabber.org/streams'>|<message xmlns='jabber:client' id='1'><body>hi</body></message>|</stream>",
                "<stream xmlns='http://etherx.jabber.org/streams' xmlns:c='jabber:client'>|<c:message id='1'><c:body>hi</c:body></c:message>|</stream>",
                "<s:stream xmlns:s='http://etherx.jabber.org/streams'>|<c:message xmlns:c='jabber:client' id='1'><body xmlns='jabber:client'>hi</body></c:message>|</s:stream>"
            })
    void content_may_be_declared_in_each_way_that_namespaces_allow(String stream) {
        var frames = Frames.of(stream.split("\\|"));

        assertThat(frames).hasSize(3).last().isEqualTo(new StreamFrame.Close());
        assertThat(stanza(frames.get(1)).toXml()).isEqualTo("<message id='1'><body>hi</body></message>");
    }

    @Test
    void a_stanza_is_in_its_streams_language_unless_it_says_another_or_that_it_has_none() {
        var machine = new StreamMachine(XmlLimits.DEFAULT);
        var said = new ArrayList<String>();
        Consumer<StreamFrame> hears = frame -> {
            if (frame instanceof StreamFrame.StanzaFrame(var stanza)) {
                said.add(stanza.toXml());
            }
        };
        feed(machine, OPEN, hears);
        machine.language(Language.of("de"));
        feed(machine, "<presence/><iq xmlns='jabber:client' type='get'/>", hears);
        feed(machine, "<message id='1' xml:lang='it'/><message xml:lang=''/>", hears);
        machine.reset(XmlLimits.DEFAULT);
        feed(machine, OPEN + "<presence/>", hears);

        assertThat(said)
                .containsExactly(
                        "<presence xml:lang='de'/>",
                        "<iq xml:lang='de' type='get'/>",
                        "<message id='1' xml:lang='it'/>",
                        "<message xml:lang=''/>",
                        "<presence/>");
    }

    private static void feed(StreamMachine machine, String xml, Consumer<StreamFrame> hears) {
        var bytes = xml.getBytes(StandardCharsets.UTF_8);
        machine.feed(bytes, 0, bytes.length, hears);
    }

    @Test
    void a_stream_of_servers_gives_the_same_bytes() {
        var frames = new ArrayList<StreamFrame>();
        var bytes = (OPEN.replace("jabber:client", "jabber:server")
                        + "<message><body>hi</body><c:x xmlns:c='jabber:server'/></message><presence/>")
                .getBytes(StandardCharsets.UTF_8);
        new StreamMachine(XmlLimits.DEFAULT, Namespaces.SERVER).feed(bytes, 0, bytes.length, frames::add);

        assertThat(stanza(frames.get(1)).toXml()).isEqualTo("<message><body>hi</body><x/></message>");
        assertThat(stanza(frames.get(1)).has("body", Namespaces.CLIENT)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<message><body>a<b</body></message>|NOT_WELL_FORMED",
                "<message></presence>|NOT_WELL_FORMED",
                "<message></message2>|NOT_WELL_FORMED",
                "<message><a></b></message>|NOT_WELL_FORMED",
                "<message a='1' a='2'/>|NOT_WELL_FORMED",
                "<message xmlns:x='urn:a' xmlns:y='urn:a' x:a='1' y:a='2'/>|NOT_WELL_FORMED",
                "<message><x:y/></message>|NOT_WELL_FORMED",
                "<message x:y='1'/>|NOT_WELL_FORMED",
                "<message xmlns:x=''/>|NOT_WELL_FORMED",
                "<message xmlns:xml='urn:a'/>|NOT_WELL_FORMED",
                "<message xmlns:a='http://www.w3.org/XML/1998/namespace'/>|NOT_WELL_FORMED",
                "<message xmlns='http://www.w3.org/2000/xmlns/'/>|NOT_WELL_FORMED",
                "<message xmlns='http://www.w3.org/2000/xmlns&#47;'/>|NOT_WELL_FORMED",
                "<message xmlns:xmlns='urn:a'/>|NOT_WELL_FORMED",
                "<xmlns:message/>|NOT_WELL_FORMED",
                "<a:b:c xmlns:a='urn:a'/>|NOT_WELL_FORMED",
                "<message a='<'/>|NOT_WELL_FORMED",
                "<message a=b/>|NOT_WELL_FORMED",
                "<message a/>|NOT_WELL_FORMED",
                "<message a='1'b='2'/>|NOT_WELL_FORMED",
                "<message / >|NOT_WELL_FORMED",
                "< message>|NOT_WELL_FORMED",
                "<1/>|NOT_WELL_FORMED",
                "<message>]]></message>|NOT_WELL_FORMED",
                "<message>& </message>|NOT_WELL_FORMED",
                "<message>&#0;</message>|NOT_WELL_FORMED",
                "<message>&#xD800;</message>|NOT_WELL_FORMED",
                "<message>&#x110000;</message>|NOT_WELL_FORMED",
                "<message>&#99999999999;</message>|NOT_WELL_FORMED",
                "<message>&#x;</message>|NOT_WELL_FORMED",
                "<message>&;</message>|NOT_WELL_FORMED",
                "<message><![CDAT[</message>|NOT_WELL_FORMED",
                "<![CDATA[x]]>|NOT_WELL_FORMED",
                "</message>|NOT_WELL_FORMED",
                "</stream:stream x>|NOT_WELL_FORMED",
                "<message>&nbsp;</message>|RESTRICTED_XML",
                "<message a='&foo;'/>|RESTRICTED_XML",
                "<message><!-- --></message>|RESTRICTED_XML",
                "<message><?php ?></message>|RESTRICTED_XML",
                "<!-- -->|RESTRICTED_XML",
                "<!DOCTYPE a>|RESTRICTED_XML",
                "<?xml version='1.0'?>|RESTRICTED_XML",
                "hello|BAD_FORMAT",
                "<message/>hello|BAD_FORMAT",
                "<foo/>|UNSUPPORTED_STANZA_TYPE",
                "<stream:stream>|UNSUPPORTED_STANZA_TYPE",
                "<stream:stream to='capulet.example' |UNSUPPORTED_STANZA_TYPE",
                "<stream:stream/>|UNSUPPORTED_STANZA_TYPE",
                "<message xmlns='jabber:server'/>|INVALID_NAMESPACE",
                "<message xmlns=''/>|INVALID_NAMESPACE"
            })
    void what_breaks_the_rules_ends_the_stream_with_the_condition_of_the_rfc(String xml, Condition condition) {
        var frames = Frames.of(OPEN, xml, "<message/>", "</stream:stream>");

        assertThat(frames).first().isEqualTo(OPENED);
        assertThat(frames)
                .last()
                .isInstanceOfSatisfying(
                        StreamFrame.Error.class,
                        frame -> assertThat(frame.error().condition()).isEqualTo(condition));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GET / HTTP/1.1|NOT_WELL_FORMED",
                "<stream:stream>|NOT_WELL_FORMED",
                "<stream xmlns='urn:a'>|INVALID_NAMESPACE",
                "<stream>|INVALID_NAMESPACE",
                "<open xmlns='http://etherx.jabber.org/streams'>|BAD_FORMAT",
                "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:server'>|INVALID_NAMESPACE",
                "<s:stream xmlns:s='http://etherx.jabber.org/streams'/>|BAD_FORMAT",
                "<!DOCTYPE stream>|RESTRICTED_XML",
                "<!-- hi -->|RESTRICTED_XML",
                "<?php ?>|RESTRICTED_XML",
                "<?xml-stylesheet version='1.0'?>|RESTRICTED_XML",
                "<?xml version='1.0'?><?xml version='1.0'?>|RESTRICTED_XML",
                "<?xml version='2.0'?>|NOT_WELL_FORMED",
                "<?xml encoding='UTF-8'?>|NOT_WELL_FORMED",
                "<?xml version='1.0' encoding='ISO-8859-1'?>|UNSUPPORTED_ENCODING"
            })
    void a_stream_that_begins_wrongly_is_refused(String xml, Condition condition) {
        assertThat(Frames.of(xml, OPEN))
                .singleElement()
                .isInstanceOfSatisfying(
                        StreamFrame.Error.class,
                        frame -> assertThat(frame.error().condition()).isEqualTo(condition));
    }

    @Test
    void other_encodings_are_known_by_their_first_bytes() {
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            var frames = new ArrayList<StreamFrame>();
            var bytes = OPEN.getBytes(charset);
            new StreamMachine(XmlLimits.DEFAULT).feed(bytes, 0, bytes.length, frames::add);

            assertThat(frames)
                    .containsExactly(new StreamFrame.Error(
                            new StreamError(Condition.UNSUPPORTED_ENCODING, "only UTF-8 is spoken here")));
        }
    }

    @Test
    void a_byte_order_mark_is_text_where_no_text_may_be() {
        assertThat(Frames.of("\ufeff<?xml version='1.0'?>" + OPEN))
                .containsExactly(
                        new StreamFrame.Error(new StreamError(Condition.NOT_WELL_FORMED, "text before the stream")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c080",
                "e08080",
                "f0808080",
                "eda080",
                "edbfbf",
                "f4908080",
                "f8888080",
                "80",
                "c3",
                "efbfbe",
                "efbfbf",
                "e282"
            })
    void what_is_not_utf_8_is_refused_in_text_values_and_names(String hex) {
        var bad = java.util.HexFormat.of().parseHex(hex);
        for (var around : List.of("<message>|</message>", "<message a='|'/>", "<a|/>", "<message a|='1'/>")) {
            var bytes = ByteBuffer.allocate(200);
            bytes.put(OPEN.getBytes(StandardCharsets.UTF_8));
            bytes.put(around.substring(0, around.indexOf('|')).getBytes(StandardCharsets.UTF_8));
            bytes.put(bad);
            bytes.put(around.substring(around.indexOf('|') + 1).getBytes(StandardCharsets.UTF_8));
            var frames = new ArrayList<StreamFrame>();
            new StreamMachine(XmlLimits.DEFAULT).feed(bytes.flip(), frames::add);

            assertThat(frames)
                    .last()
                    .isInstanceOfSatisfying(
                            StreamFrame.Error.class,
                            frame -> assertThat(frame.error().condition()).isEqualTo(Condition.NOT_WELL_FORMED));
        }
    }

    @Test
    void nothing_comes_out_behind_an_error() {
        assertThat(Frames.of(OPEN + "<message/><a></b><message/>", "<message/>"))
                .hasSize(3);
    }

    @Test
    void it_holds_no_bytes_while_nothing_is_half_read() {
        var machine = new StreamMachine(XmlLimits.DEFAULT);
        feed(machine, OPEN + "<message>");
        assertThat(machine.bytesHeld()).isBetween(9L, 32L);

        feed(machine, "</message>");
        assertThat(machine.bytesHeld()).isZero();

        feed(machine, "<message>" + "x".repeat(100_000));
        assertThat(machine.bytesHeld()).isBetween(100_000L, 200_100L);

        feed(machine, "<a></b>");
        assertThat(machine.bytesHeld()).isZero();
    }

    @Test
    void a_reset_drops_the_rest_of_what_was_read() {
        var machine = new StreamMachine(XmlLimits.BEFORE_AUTHENTICATION);
        var frames = new ArrayList<StreamFrame>();
        var bytes = (OPEN + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><iq type='set'><x/>")
                .getBytes(StandardCharsets.UTF_8);

        machine.feed(bytes, 0, bytes.length, frame -> {
            frames.add(frame);
            if (frame instanceof StreamFrame.Nonza) {
                machine.reset(XmlLimits.DEFAULT);
            }
        });
        assertThat(machine.bytesHeld()).isZero();
        var again = ("\n<?xml version='1.0'?>" + OPEN).getBytes(StandardCharsets.UTF_8);
        machine.feed(again, 0, again.length, frames::add);

        assertThat(frames)
                .containsExactly(OPENED, new StreamFrame.Nonza(Element.of("starttls", Namespaces.TLS)), OPENED);
    }

    @Test
    void a_broken_stream_can_be_reset() {
        var machine = new StreamMachine(XmlLimits.DEFAULT);
        assertThat(feed(machine, "nonsense")).hasSize(1);
        machine.reset(XmlLimits.DEFAULT);

        assertThat(feed(machine, OPEN)).containsExactly(OPENED);
    }

    @Test
    void what_was_read_into_may_be_used_again_at_once() {
        var machine = new StreamMachine(XmlLimits.DEFAULT);
        feed(machine, OPEN);
        var frames = new ArrayList<StreamFrame>();
        var bytes = "<message id='1'/>".getBytes(StandardCharsets.UTF_8);

        machine.feed(bytes, 0, bytes.length, frames::add);
        java.util.Arrays.fill(bytes, (byte) 'x');

        assertThat(stanza(frames.getFirst()).toXml()).isEqualTo("<message id='1'/>");
    }

    @Test
    void a_mistake_of_the_receiver_is_not_taken_for_the_peers() {
        var bytes = OPEN.getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> new StreamMachine(XmlLimits.DEFAULT).feed(bytes, 0, bytes.length, frame -> {
                    Element.of("not a name", "");
                }))
                .isInstanceOf(io.kith.proto.xml.MalformedXml.class);
    }

    @Test
    void a_buffer_outside_of_the_heap_is_read_too() {
        var buffer = ByteBuffer.allocateDirect(500);
        buffer.put((OPEN + "<presence/>").getBytes(StandardCharsets.UTF_8)).flip();
        var frames = new ArrayList<StreamFrame>();

        new StreamMachine(XmlLimits.DEFAULT).feed(buffer, frames::add);

        assertThat(frames).containsExactly(OPENED, new StreamFrame.StanzaFrame(Stanza.parse("<presence/>")));
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void a_small_stanza_cannot_be_made_to_fill_the_memory() {
        var flood = "<p:a/><b/>".repeat(20_000);
        var open = OPEN.replace("version", "xmlns:p='urn:" + "x".repeat(500) + "' xmlns:c='jabber:client' version");

        assertThat(Frames.errorOf(XmlLimits.DEFAULT, open + "<c:message><c>" + flood + "</c></c:message>")
                        .condition())
                .isEqualTo(Condition.POLICY_VIOLATION);
        assertThat(Frames.errorOf(
                                XmlLimits.DEFAULT, OPEN + "<message><![CDATA[" + "&".repeat(250_000) + "]]></message>")
                        .condition())
                .isEqualTo(Condition.POLICY_VIOLATION);
    }

    @Test
    void headers_errors_and_features_are_written_as_a_machine_reads_them() {
        var header =
                new StreamHeader("juliet@capulet.example", "capulet.example", "a'b", "1.0", "en", Namespaces.CLIENT);
        var machine = new StreamMachine(XmlLimits.DEFAULT);
        var features = StreamFeatures.NONE.with(Element.of("bind", Namespaces.BIND));
        var error = new StreamError(Condition.HOST_UNKNOWN, "who?");

        assertThat(feed(machine, new String(header.toOpenTag(), StandardCharsets.UTF_8)))
                .containsExactly(new StreamFrame.Open(header));
        assertThat(feed(machine, new String(features.toBytes(), StandardCharsets.UTF_8)))
                .containsExactly(new StreamFrame.Nonza(features.toElement()));
        assertThat(feed(machine, new String(StreamFeatures.NONE.toBytes(), StandardCharsets.UTF_8)))
                .containsExactly(new StreamFrame.Nonza(StreamFeatures.NONE.toElement()));
        assertThat(feed(machine, new String(error.toBytes(), StandardCharsets.UTF_8)))
                .containsExactly(new StreamFrame.Nonza(error.toElement()));
        assertThat(feed(machine, new String(StreamHeader.closeTag(), StandardCharsets.UTF_8)))
                .containsExactly(new StreamFrame.Close());
    }

    private static List<StreamFrame> feed(StreamMachine machine, String xml) {
        var frames = new ArrayList<StreamFrame>();
        var bytes = xml.getBytes(StandardCharsets.UTF_8);
        machine.feed(bytes, 0, bytes.length, frames::add);
        return frames;
    }

    private static Stanza stanza(StreamFrame frame) {
        return ((StreamFrame.StanzaFrame) frame).stanza();
    }
}
