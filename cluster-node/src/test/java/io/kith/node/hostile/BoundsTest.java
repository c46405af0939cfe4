package io.kith.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.kith.proto.xml.XmlLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Too much of something: what is at a bound passes whole, what is one over it gets the error of the standard.
@ExtendWith(OneVictim.class)
final class BoundsTest {

    private static final XmlLimits STRANGER = XmlLimits.BEFORE_AUTHENTICATION;
    private static final XmlLimits CLIENT = XmlLimits.DEFAULT;
    private static final String HEADER_OPEN = Wire.HEADER.substring(0, Wire.HEADER.length() - 1);

    /// Input that has so many of something.
    interface Sized {
        String of(int n);
    }

    private final Victim victim;

    BoundsTest(Victim victim) {
        this.victim = victim;
    }

    private static String attributes(int n) {
        var all = new StringBuilder();
        for (var i = 0; i < n; i++) {
            all.append(" a").append(i).append("=''");
        }
        return all.toString();
    }

    static Stream<Arguments> strangersBounds() {
        var auth = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='X'";
        var empty = auth + "></auth>";
        return Stream.of(
                arguments("bytes", STRANGER.stanzaBytesMax(), (Sized)
                        n -> auth + ">" + "A".repeat(n - empty.length()) + "</auth>"),
                arguments("depth", STRANGER.depthMax(), (Sized)
                        n -> auth + ">" + "<a>".repeat(n - 1) + "</a>".repeat(n - 1) + "</auth>"),
                arguments("attributes", STRANGER.attributesMax(), (Sized) n -> auth + attributes(n - 2) + "/>"),
                arguments("bytes of a name", STRANGER.nameBytesMax(), (Sized)
                        n -> auth + "><" + "a".repeat(n) + "/></auth>"),
                arguments("bytes of a value", STRANGER.attributeValueBytesMax(), (Sized)
                        n -> auth + " a='" + "a".repeat(n) + "'/>"),
                arguments("children", STRANGER.childrenMax(), (Sized) n -> auth + ">" + "<a/>".repeat(n) + "</auth>"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("strangersBounds")
    void at_a_bound_a_stranger_is_heard_and_one_over_it_refused(String what, int bound, Sized input)
            throws IOException {
        try (var mallory = victim.connect()) {
            mallory.open().send(input.of(bound)).until("</failure>"); // of SASL: it has been read
            mallory.send(input.of(bound + 1));
            assertThat(mallory.rest()).contains("<policy-violation ").endsWith("</stream:stream>");
        }
    }

    @Test
    void a_header_may_be_as_large_as_a_stanza_and_not_larger() throws IOException {
        var padded = HEADER_OPEN + " a=''>";
        var declaration = "<?xml version='1.0'?>".length();
        for (var over : new int[] {0, 1}) {
            var missing = STRANGER.stanzaBytesMax() + over - (padded.length() - declaration);
            var values = "a='" + "x".repeat(4_000) + "' b='" + "x".repeat(4_000) + "' c='"
                    + "x".repeat(missing - 8_000 - " b='' c=''".length()) + "'";
            try (var mallory = victim.connect()) {
                mallory.send(HEADER_OPEN + " " + values + ">");
                if (over == 0) {
                    mallory.until("</stream:features>");
                } else {
                    assertThat(mallory.rest())
                            .startsWith("<?xml")
                            .contains("<policy-violation ")
                            .endsWith("</stream:stream>");
                }
            }
        }
    }

    @Test
    void an_element_that_never_ends_is_given_up_at_the_bound() throws IOException {
        for (var endless : new String[] {
            "<a xmlns='x'>" + "b".repeat(20_000), "<" + "a".repeat(20_000), "<a b='" + "c".repeat(20_000)
        }) {
            try (var mallory = victim.connect()) {
                assertThat(mallory.open().send(endless).rest()).contains("<policy-violation ");
            }
        }
    }

    static Stream<Arguments> clientsBounds() {
        var open = "<message type='chat' id='big' to='nurse@localhost'><body>here</body>";
        var close = "</message>";
        var bare = open + "<x xmlns='urn:x'></x>" + close;
        return Stream.of(
                arguments("bytes", CLIENT.stanzaBytesMax(), (Sized)
                        n -> open + "<x xmlns='urn:x'>" + "a".repeat(n - bare.length()) + "</x>" + close),
                arguments("depth", CLIENT.depthMax(), (Sized)
                        n -> open + "<x xmlns='urn:x'>" + "<x>".repeat(n - 2) + "</x>".repeat(n - 1) + close),
                arguments("attributes", CLIENT.attributesMax(), (Sized)
                        n -> open + "<x xmlns='urn:x'" + attributes(n - 1) + "/>" + close),
                arguments("bytes of a name", CLIENT.nameBytesMax(), (Sized)
                        n -> open + "<" + "a".repeat(n) + " xmlns='urn:x'/>" + close),
                arguments("bytes of a value", CLIENT.attributeValueBytesMax(), (Sized)
                        n -> open + "<x xmlns='urn:x' a='" + "a".repeat(n) + "'/>" + close),
                arguments("children", CLIENT.childrenMax(), (Sized)
                        n -> open + "<x xmlns='urn:x'/>".repeat(n - 1) + close));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("clientsBounds")
    void at_a_bound_a_message_arrives_and_one_over_it_ends_the_stream(String what, int bound, Sized message)
            throws IOException {
        try (var tybalt = victim.online("tybalt", "street");
                var nurse = victim.online("nurse", "nursery")) {
            tybalt.send(message.of(bound));
            assertThat(nurse.until("</message>")).contains("<body>here</body>").contains("urn:x");

            assertThat(tybalt.send(message.of(bound + 1)).rest())
                    .contains("<policy-violation ")
                    .endsWith("</stream:stream>");
            assertThat(nurse.answers()).isEmpty();
        }
    }

    @Test
    void a_thousand_attributes_are_too_many() throws IOException {
        try (var tybalt = victim.online("tybalt", "street")) {
            assertThat(tybalt.send("<message" + attributes(1_000) + "/>").rest())
                    .contains("<policy-violation ");
        }
    }

    @Test
    void an_id_may_be_as_large_as_any_value_and_comes_back_whole() throws IOException {
        var id = "i".repeat(CLIENT.attributeValueBytesMax());
        try (var tybalt = victim.online("tybalt", "street")) {
            tybalt.send("<iq type='get' id='" + id + "'><x xmlns='urn:x'/></iq>");
            assertThat(tybalt.until("</iq>")).contains("id='" + id + "'");
        }
    }

    @Test
    void an_account_has_a_bounded_number_of_sessions() throws IOException {
        var sessions = new ArrayList<Wire>();
        try {
            var refused = "";
            for (var i = 0; i < 70 && refused.isEmpty(); i++) {
                var wire = victim.connect();
                sessions.add(wire);
                var answer = wire.authenticate("paris").send(Wire.bind("r" + i)).until("</iq>");
                refused = answer.contains("error") ? answer : "";
            }
            assertThat(refused).contains("<resource-constraint ");
            assertThat(sessions).hasSize(65);
        } finally {
            for (var wire : sessions) {
                wire.close();
            }
        }
    }

    static Stream<Arguments> possessions() {
        return Stream.of(
                arguments("contacts", 1_000, (Sized)
                        n -> "<query xmlns='jabber:iq:roster'><item jid='c" + n + "@localhost'/></query>"),
                arguments("blocked addresses", 500, (Sized)
                        n -> "<block xmlns='urn:xmpp:blocking'><item jid='b" + n + "@localhost'/></block>"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("possessions")
    void an_account_has_so_many_and_not_one_more(String what, int bound, Sized one) throws IOException {
        try (var benvolio = victim.online("benvolio", "street")) {
            for (var n = 1; n <= bound; n++) {
                benvolio.send("<iq type='set' id='n" + n + "'>" + one.of(n) + "</iq>");
                if (n % 50 == 0) {
                    assertThat(benvolio.until("id='n" + n + "'") + benvolio.until(">"))
                            .doesNotContain("type='error'");
                }
            }
            assertThat(benvolio.send("<iq type='set' id='over'>" + one.of(bound + 1) + "</iq>")
                            .until("</iq>"))
                    .contains("type='error'")
                    .contains("id='over'")
                    .contains("<policy-violation ");
        }
    }

    static Stream<Arguments> documents() {
        return Stream.of(
                arguments("a card", "<vCard xmlns='vcard-temp'><FN>%s</FN></vCard>", 131_072),
                arguments(
                        "a private element",
                        "<query xmlns='jabber:iq:private'><a xmlns='urn:a'>%s</a></query>",
                        65_536));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("documents")
    void what_is_too_large_to_be_kept_is_refused_and_the_session_goes_on(String what, String payload, int bound)
            throws IOException {
        try (var benvolio = victim.online("benvolio", "street")) {
            var large = payload.formatted("x".repeat(bound));
            benvolio.send("<iq type='set' id='over'>" + large + "</iq>");
            assertThat(benvolio.until("</iq>")).contains("type='error'").contains("<policy-violation ");
            benvolio.settled();
        }
    }
}
