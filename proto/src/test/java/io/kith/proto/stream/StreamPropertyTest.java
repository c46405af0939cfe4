package io.kith.proto.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stanza.Language;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.XmlLimits;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class StreamPropertyTest {

    private static final XMLInputFactory STAX = XMLInputFactory.newDefaultFactory();

    static {
        STAX.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        STAX.setProperty(XMLInputFactory.IS_COALESCING, true);
        STAX.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    @Property(tries = 300)
    void chunking_never_changes_the_frames(
            @ForAll long seed, @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 400) Integer> lengths) {
        var bytes = stream(new Random(seed));

        assertThat(seen(bytes, lengths)).isEqualTo(seen(bytes, List.of(bytes.length)));
        assertThat(seen(bytes, List.of(1))).isEqualTo(seen(bytes, List.of(bytes.length)));
    }

    @Property(tries = 300)
    void chunking_never_changes_the_frames_of_a_broken_stream(
            @ForAll long seed,
            @ForAll @Size(min = 1, max = 20) List<@IntRange(min = 1, max = 400) Integer> lengths,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 0, max = 255) Integer> changes) {
        var random = new Random(seed);
        var bytes = stream(random);
        for (var change : changes) {
            bytes[random.nextInt(bytes.length)] = change.byteValue();
        }

        assertThat(seen(bytes, lengths)).isEqualTo(seen(bytes, List.of(bytes.length)));
        assertThat(seen(bytes, List.of(1))).isEqualTo(seen(bytes, List.of(bytes.length)));
    }

    @Property(tries = 500)
    void a_stanza_is_what_the_parser_of_the_platform_makes_of_it(@ForAll long seed) throws XMLStreamException {
        var xml = XmlTrees.stanza(new Random(seed));
        var stanza = (StreamFrame.StanzaFrame) Frames.of(Frames.OPEN + xml).get(1);

        assertThat(stanza.stanza().element()).isEqualTo(platform(Frames.OPEN + xml + "</stream:stream>"));
        assertThat(platform(Frames.OPEN + stanza.stanza().toXml() + "</stream:stream>"))
                .as("in canonical form")
                .isEqualTo(stanza.stanza().element());
    }

    @Property(tries = 500)
    void a_stanza_that_says_no_language_is_in_that_of_its_stream_and_all_else_stays(@ForAll long seed) {
        var xml = Frames.OPEN + XmlTrees.stanza(new Random(seed));
        var plain = ((StreamFrame.StanzaFrame) Frames.of(xml).get(1)).stanza();
        var spoken = spoken(xml, "de-CH");

        assertThat(spoken.lang()).isEqualTo(plain.lang().isEmpty() ? "de-CH" : "it");
        assertThat(spoken.withLang(""))
                .extracting(Stanza::element)
                .isEqualTo(plain.withLang("").element());
        assertThat(spoken.children()).isEqualTo(Stanza.parse(spoken.bytes()).children());
        assertThat(spoken.children().stream().map(spoken::element))
                .containsExactlyElementsOf(
                        plain.children().stream().map(plain::element).toList());
        assertThat(spoken.withId("1").withType("chat").withRaw(new byte[] {'<', 'z', '/', '>'}))
                .isEqualTo(Stanza.parse(spoken.bytes())
                        .withId("1")
                        .withType("chat")
                        .withRaw(new byte[] {'<', 'z', '/', '>'}));
        assertThat(spoken(xml, "").bytes()).as("in no language").isEqualTo(plain.bytes());
    }

    private static Stanza spoken(String xml, String language) {
        var found = new ArrayList<Stanza>();
        var machine = new StreamMachine(XmlLimits.DEFAULT);
        var bytes = xml.getBytes(StandardCharsets.UTF_8);
        machine.feed(bytes, 0, bytes.length, frame -> {
            switch (frame) {
                case StreamFrame.Open _ -> machine.language(Language.of(language));
                case StreamFrame.StanzaFrame(var stanza) -> found.add(stanza);
                default -> throw new AssertionError(frame);
            }
        });
        return found.getFirst();
    }

    @Property(tries = 500)
    void what_the_machine_accepts_the_parser_of_the_platform_accepts(
            @ForAll long seed, @ForAll @IntRange(max = 255) int change) {
        var random = new Random(seed);
        var bytes = (Frames.OPEN + XmlTrees.stanza(random)).getBytes(StandardCharsets.UTF_8);
        bytes[Frames.OPEN.length() + random.nextInt(bytes.length - Frames.OPEN.length())] = (byte) change;
        var frames = Frames.inPieces(bytes, List.of(bytes.length));
        if (frames.size() == 2 && frames.get(1) instanceof StreamFrame.StanzaFrame(var stanza)) {
            var whole = concat(bytes, "</stream:stream>".getBytes(StandardCharsets.UTF_8));
            assertThat(stanza.element()).isEqualTo(platformOrNull(whole));
        }
    }

    @Property(tries = 300)
    void what_is_written_is_read_back(@ForAll long seed) {
        var stanza = (StreamFrame.StanzaFrame)
                Frames.of(Frames.OPEN + XmlTrees.stanza(new Random(seed))).get(1);
        var tree = stanza.stanza().element();

        assertThat(Element.parse(tree.toXml())).isEqualTo(tree);
        assertThat(Stanza.of(tree).element()).isEqualTo(tree);
        assertThat(Stanza.parse(stanza.stanza().bytes().clone()).element()).isEqualTo(tree);
        for (var child : stanza.stanza().children()) {
            assertThat(stanza.stanza().element(child)).isIn(tree.children());
        }
    }

    /// Frames and, as stanzas are equal whose bytes are, also where their parts were found to stand.
    private static List<Object> seen(byte[] bytes, List<Integer> lengths) {
        return Frames.inPieces(bytes, lengths).stream()
                .<Object>map(frame -> frame instanceof StreamFrame.StanzaFrame(var stanza)
                        ? List.of(
                                stanza,
                                stanza.children(),
                                stanza.lang(),
                                stanza.withLang("it").withId("1").withRaw(new byte[] {'<', 'z', '/', '>'}))
                        : frame)
                .toList();
    }

    private static byte[] stream(Random random) {
        var xml = new StringBuilder(random.nextBoolean() ? "<?xml version='1.0'?>" : "\ufeff").append(Frames.OPEN);
        for (var i = random.nextInt(4); i >= 0; i--) {
            xml.append(random.nextBoolean() ? XmlTrees.stanza(random) : "<r xmlns='urn:xmpp:sm:3'/> \n");
        }
        return xml.append("</stream:stream>").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Element platformOrNull(byte[] xml) {
        try {
            return platform(new String(xml, StandardCharsets.UTF_8));
        } catch (XMLStreamException e) {
            throw new AssertionError(new String(xml, StandardCharsets.UTF_8), e);
        }
    }

    /// The first element inside the root, as the JDK reads it.
    private static Element platform(String xml) throws XMLStreamException {
        var reader =
                STAX.createXMLStreamReader(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)), "UTF-8");
        reader.nextTag();
        reader.nextTag();
        var tree = tree(reader);
        while (reader.hasNext()) {
            reader.next();
        }
        return tree;
    }

    private static Element tree(XMLStreamReader reader) throws XMLStreamException {
        var namespace = reader.getNamespaceURI();
        var element = Element.of(reader.getLocalName(), namespace == null ? "" : namespace);
        for (var i = 0; i < reader.getAttributeCount(); i++) {
            var prefix = reader.getAttributePrefix(i);
            var name = prefix == null || prefix.isEmpty()
                    ? reader.getAttributeLocalName(i)
                    : prefix.equals("xml")
                            ? "xml:" + reader.getAttributeLocalName(i)
                            : "{" + reader.getAttributeNamespace(i) + "}" + reader.getAttributeLocalName(i);
            element = element.withAttribute(name, reader.getAttributeValue(i));
        }
        while (true) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> element = element.with(tree(reader));
                case XMLStreamConstants.END_ELEMENT -> {
                    return element;
                }
                default -> element = element.withText(reader.getText());
            }
        }
    }

    private static byte[] concat(byte[] one, byte[] other) {
        var both = java.util.Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
