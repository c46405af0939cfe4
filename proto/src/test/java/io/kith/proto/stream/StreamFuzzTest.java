package io.kith.proto.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.kith.proto.fuzz.MutatedInputs;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Any bytes at all: the same frames however they are cut, never an exception, and stanzas that can be read again.
/// Runs the stored inputs, and some that chance makes of them; with JAZZER_FUZZ=1 looks for new ones.
@Tag("fuzz") // putting the fuzzer's agent into the JVM takes seconds
final class StreamFuzzTest {

    private static final List<String> WORDS = List.of(
            "<",
            ">",
            "/>",
            "</",
            "'",
            "\"",
            "=",
            ":",
            "xmlns=''",
            "xmlns:a='b'",
            "a:",
            "&lt;",
            "&#0;",
            "&#x10FFFF;",
            "]]>",
            "<![CDATA[",
            "<!--",
            "<?",
            "\u0000",
            "\u00C3\u00A9",
            "\u00C0\u0080",
            "\u00ED\u00A0\u0080",
            "\u00EF\u00BB\u00BF",
            "<message>",
            "</message>",
            "<iq id=''",
            "</stream:stream>",
            "stream:");

    /// The first byte says into how long pieces the rest is cut.
    @FuzzTest(maxDuration = "20s")
    void any_bytes(byte[] input) {
        if (input.length < 2) {
            return;
        }
        var bytes = java.util.Arrays.copyOfRange(input, 1, input.length);
        var frames = Frames.inPieces(bytes, List.of(bytes.length));

        assertThat(Frames.inPieces(bytes, List.of(1 + (input[0] & 0x3F)))).isEqualTo(frames);
        for (var i = 0; i < frames.size(); i++) {
            switch (frames.get(i)) {
                case StreamFrame.StanzaFrame(var stanza) -> readAgain(stanza);
                case StreamFrame.Nonza(var element) ->
                    assertThat(Element.parse(element.toXml())).isEqualTo(element);
                case StreamFrame.Open _ -> assertThat(i).isZero();
                case StreamFrame.Keepalive _ -> assertThat(i).isPositive();
                case StreamFrame.Close _, StreamFrame.Error _ -> assertThat(i).isEqualTo(frames.size() - 1);
            }
        }
    }

    @Test
    void what_chance_makes_of_the_stored_inputs() throws Exception {
        MutatedInputs.each(StreamFuzzTest.class, "any_bytes", WORDS, 10_000, this::any_bytes);
    }

    private static void readAgain(Stanza stanza) {
        var again = Stanza.parse(stanza.bytes().clone());

        assertThat(again).isEqualTo(stanza);
        assertThat(again.children()).isEqualTo(stanza.children());
        assertThat(Stanza.of(stanza.element()).element()).isEqualTo(stanza.element());
        assertThat(stanza.withId("x")
                        .withType("")
                        .with(Element.of("z", "urn:z"))
                        .element())
                .isEqualTo(stanza.element()
                        .withAttribute("id", "x")
                        .withoutAttribute("type")
                        .with(Element.of("z", "urn:z")));
    }
}
