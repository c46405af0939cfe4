package io.kith.proto.stream;

import static io.kith.proto.stream.Frames.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stream.StreamError.Condition;
import io.kith.proto.xml.XmlLimits;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class StreamLimitsTest {

    /// Room for a header; small enough for a test to fill.
    private static final XmlLimits SMALL = new XmlLimits(200, 3, 4, 20, 40, 2);

    static Stream<Arguments> each_limit() {
        return Stream.of(
                limit("stanzaBytesMax", sized(200), sized(201)),
                limit("depthMax", "<iq><a><b/></a></iq>", "<iq><a><b><c/></b></a></iq>"),
                limit("attributesMax", "<iq a='' b='' c='' d=''/>", "<iq a='' b='' c='' d='' e=''/>"),
                limit("nameBytesMax", "<iq><a23456789012345678\u00e9/></iq>", "<iq><a234567890123456789\u00e9/></iq>"),
                limit("nameBytesMax", "<iq a2345678901234567890=''/>", "<iq a23456789012345678901=''/>"),
                limit("attributeValueBytesMax", value("x".repeat(40)), value("x".repeat(41))),
                limit("attributeValueBytesMax", value("x".repeat(38) + "\u00e9"), value("x".repeat(39) + "\u00e9")),
                limit("attributeValueBytesMax", value("x".repeat(35) + "&amp;"), value("x".repeat(36) + "&amp;")),
                limit("childrenMax", "<iq><a/><b/></iq>", "<iq><a/><b/><c/></iq>"));
    }

    @ParameterizedTest
    @MethodSource("each_limit")
    void a_stream_error_names_the_limit_that_was_hit(String name, String atTheLimit, String oneOver) {
        assertThat(Frames.of(SMALL, OPEN, atTheLimit)).last().isInstanceOf(StreamFrame.StanzaFrame.class);

        var error = Frames.errorOf(SMALL, OPEN + oneOver);
        assertThat(error.condition()).isEqualTo(Condition.POLICY_VIOLATION);
        assertThat(error.text()).contains("(" + name + ")");
        assertThat(Frames.of(SMALL, (OPEN + oneOver).split(""))).last().isEqualTo(new StreamFrame.Error(error));
    }

    @Test
    void a_header_has_limits_too() {
        assertThat(Frames.errorOf(SMALL, OPEN.replace(">", " ".repeat(201 - OPEN.length()) + ">"))
                        .condition())
                .isEqualTo(Condition.POLICY_VIOLATION);
        assertThat(Frames.of(SMALL, OPEN.replace(">", " ".repeat(200 - OPEN.length()) + ">")))
                .hasSize(1);
    }

    @Test
    void an_endless_tag_is_refused_before_it_ends() {
        assertThat(Frames.errorOf(SMALL, OPEN + "<iq" + " ".repeat(198)).text()).contains("(stanzaBytesMax)");
        assertThat(Frames.of(SMALL, OPEN + "<iq" + " ".repeat(197))).hasSize(1);
    }

    @Test
    void a_reference_a_declaration_and_an_end_tag_are_bounded() {
        var zeros = "&#" + "0".repeat(27) + "33;";
        assertThat(Frames.of(OPEN + "<iq>" + zeros + "</iq>")).hasSize(2);
        assertThat(Frames.errorOf(XmlLimits.DEFAULT, OPEN + "<iq>" + zeros.replace("#", "#0"))
                        .condition())
                .isEqualTo(Condition.POLICY_VIOLATION);

        var declaration = "<?xml version='1.0'" + " ".repeat(235) + "?>";
        assertThat(declaration).hasSize(Prolog.DECLARATION_BYTES_MAX);
        assertThat(Frames.of(declaration + OPEN)).hasSize(1);
        assertThat(Frames.errorOf(XmlLimits.DEFAULT, declaration.replace("?>", " ?>"))
                        .condition())
                .isEqualTo(Condition.POLICY_VIOLATION);

        var end = "</stream:stream" + " ".repeat(StreamMachine.END_TAG_SPACE_MAX);
        assertThat(Frames.of(OPEN + end + ">")).hasSize(2).last().isEqualTo(new StreamFrame.Close());
        assertThat(Frames.errorOf(XmlLimits.DEFAULT, OPEN + end + " >").condition())
                .isEqualTo(Condition.POLICY_VIOLATION);
    }

    @Test
    void the_name_of_a_namespace_is_bounded() {
        assertThat(Frames.of(OPEN + "<iq><a xmlns='" + "x".repeat(512) + "' xmlns:b='" + "x".repeat(512) + "'/></iq>"))
                .hasSize(2);
        for (var declaration : new String[] {"xmlns", "xmlns:b"}) {
            assertThat(Frames.errorOf(
                                    XmlLimits.DEFAULT,
                                    OPEN + "<iq><a " + declaration + "='" + "x".repeat(513) + "'/></iq>")
                            .condition())
                    .isEqualTo(Condition.POLICY_VIOLATION);
        }
    }

    @Test
    void other_limits_hold_from_the_next_element_on() {
        var machine = new StreamMachine(SMALL);
        var frames = new java.util.ArrayList<StreamFrame>();
        for (var piece : new String[] {OPEN, sized(190), sized(1_000)}) {
            var bytes = piece.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            machine.feed(bytes, 0, bytes.length, frames::add);
            machine.limits(XmlLimits.DEFAULT);
        }
        assertThat(frames).hasSize(3).last().isInstanceOf(StreamFrame.StanzaFrame.class);
    }

    private static Arguments limit(String name, String atTheLimit, String oneOver) {
        return Arguments.of(name, atTheLimit, oneOver);
    }

    private static String value(String value) {
        return "<iq a='" + value + "'/>";
    }

    private static String sized(int bytes) {
        return "<iq>" + "x".repeat(bytes - "<iq></iq>".length()) + "</iq>";
    }
}
