package io.kith.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who says to be somebody and is not (RFC 6120 §6). Guessers come from addresses of their own, for these are slowed
/// down.
@ExtendWith(OneVictim.class)
class SaslAbuseTest {

    private static final String SASL = "xmlns='urn:ietf:params:xml:ns:xmpp-sasl'";
    private static final Pattern CHALLENGE = Pattern.compile("<challenge[^>]*>([^<]*)</challenge>");

    private final Victim victim;

    SaslAbuseTest(Victim victim) {
        this.victim = victim;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String scram(String first) {
        return Wire.auth("SCRAM-SHA-1", base64(first));
    }

    static Stream<Arguments> abuses() {
        var tybalt = Wire.plain("", "tybalt", "tybalt");
        return Stream.of(
                arguments("a mechanism nobody knows", Wire.auth("GUESSING", tybalt), "invalid-mechanism"),
                arguments("no mechanism", "<auth " + SASL + "/>", "invalid-mechanism"),
                arguments(
                        "a binding to a channel that is not bound",
                        Wire.auth("SCRAM-SHA-1-PLUS", base64("p=tls-exporter,,n=tybalt,r=a")),
                        "invalid-mechanism"),
                arguments("what is not base64", Wire.auth("PLAIN", "no*base64"), "incorrect-encoding"),
                arguments("base64 cut short", Wire.auth("PLAIN", tybalt.substring(1)), "incorrect-encoding"),
                arguments(
                        "base64 in lines",
                        Wire.auth("PLAIN", tybalt.substring(0, 4) + "\n" + tybalt.substring(4)),
                        "incorrect-encoding"),
                arguments("nothing, said aloud", Wire.auth("PLAIN", "="), "malformed-request"),
                arguments("PLAIN of one part", Wire.auth("PLAIN", base64("tybalt")), "malformed-request"),
                arguments("PLAIN of four parts", Wire.auth("PLAIN", base64("\0tybalt\0tybalt\0")), "malformed-request"),
                arguments("PLAIN that is no UTF-8", Wire.auth("PLAIN", "AMD/AMD/"), "malformed-request"),
                arguments("nobody", Wire.auth("PLAIN", Wire.plain("", "", "tybalt")), "malformed-request"),
                arguments(
                        "a name that none can have",
                        Wire.auth("PLAIN", Wire.plain("", "ty@balt", "tybalt")),
                        "not-authorized"),
                arguments(
                        "another's rights",
                        Wire.auth("PLAIN", Wire.plain("juliet@localhost", "tybalt", "tybalt")),
                        "invalid-authzid"),
                arguments(
                        "another domain's rights",
                        Wire.auth("PLAIN", Wire.plain("tybalt@verona.example", "tybalt", "tybalt")),
                        "invalid-authzid"),
                arguments(
                        "rights of no one", Wire.auth("PLAIN", Wire.plain("@", "tybalt", "tybalt")), "invalid-authzid"),
                arguments("another's rights by SCRAM", scram("n,a=juliet@localhost,n=tybalt,r=abc"), "invalid-authzid"),
                arguments("SCRAM that is none", scram("hello"), "malformed-request"),
                arguments("SCRAM without a nonce", scram("n,,n=tybalt"), "malformed-request"),
                arguments(
                        "SCRAM with an extension that must be understood",
                        scram("n,,m=x,n=tybalt,r=abc"),
                        "malformed-request"),
                arguments(
                        "SCRAM that is bound where none is",
                        scram("p=tls-unique,,n=tybalt,r=abc"),
                        "malformed-request"),
                arguments(
                        "an answer to nothing",
                        "<response " + SASL + ">" + tybalt + "</response>",
                        "malformed-request"),
                arguments("an abort of nothing", "<abort " + SASL + "/>", "aborted"),
                arguments(
                        "PLAIN around an element", Wire.auth("PLAIN", "<x xmlns='x'/>" + tybalt), "malformed-request"),
                arguments("an element for a first message", Wire.auth("PLAIN", "<x/>"), "malformed-request"),
                arguments(
                        "an answer around an element",
                        "<auth " + SASL + " mechanism='PLAIN'/><response " + SASL + "><x/>" + tybalt + "</response>",
                        "malformed-request"),
                arguments("an abort of something", "<abort " + SASL + ">" + tybalt + "</abort>", "malformed-request"),
                arguments("an abort in between", scram("n,,n=tybalt,r=abc") + "<abort " + SASL + "/>", "aborted"),
                arguments(
                        "a second login in the first",
                        scram("n,,n=tybalt,r=abc") + Wire.auth("PLAIN", tybalt),
                        "malformed-request"),
                arguments(
                        "an answer to another challenge",
                        scram("n,,n=tybalt,r=abc") + "<response " + SASL + ">" + base64("c=biws,r=abc,p=AAAA")
                                + "</response>",
                        "malformed-request"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("abuses")
    void what_is_wrong_is_named_and_the_right_login_may_follow(String what, String sent, String condition)
            throws IOException {
        try (var mallory = victim.connect("127.0.0.2")) {
            mallory.open().send(sent).until("<failure");
            assertThat(mallory.until("</failure>")).contains("<" + condition);
            mallory.send(Wire.auth("PLAIN", Wire.plain("tybalt@localhost", "tybalt", "tybalt")))
                    .until("<success");
        }
    }

    @Test
    void five_wrong_passwords_are_all_there_are() throws IOException {
        try (var mallory = victim.connect("127.0.0.3")) {
            mallory.open();
            for (var i = 0; i < 6; i++) {
                mallory.send(Wire.auth("PLAIN", Wire.plain("", "paris", "guess " + i)));
            }
            var answers = mallory.rest();
            assertThat(answers.split("<not-authorized", -1)).hasSize(1 + 5);
            assertThat(answers).contains("<policy-violation ").endsWith("</stream:stream>");
        }
    }

    @Test
    void who_goes_on_guessing_is_slowed_down_and_nobody_else_is() throws IOException {
        var slowed = false;
        for (var streams = 0; streams < 6 && !slowed; streams++) {
            try (var mallory = victim.connect("127.0.0.4")) {
                mallory.open();
                for (var i = 0; i < 5 && !slowed; i++) {
                    mallory.send(Wire.auth("PLAIN", Wire.plain("", "nobody" + i, "guess")));
                    slowed = mallory.until("</failure>").contains("<temporary-auth-failure");
                }
            }
        }
        assertThat(slowed).isTrue();
        try (var nurse = victim.connect("127.0.0.5")) {
            nurse.login("nurse", "nursery");
        }
    }

    @Test
    void a_wrong_password_and_an_unknown_name_get_the_same_bytes() throws IOException {
        try (var mallory = victim.connect("127.0.0.6")) {
            mallory.open();
            var known = mallory.send(Wire.auth("PLAIN", Wire.plain("", "paris", "guess")))
                    .until("</failure>");
            var unknown = mallory.send(Wire.auth("PLAIN", Wire.plain("", "parsi", "guess")))
                    .until("</failure>");
            assertThat(unknown).isEqualTo(known);
        }
    }

    @Test
    void the_challenge_does_not_tell_who_exists() throws IOException {
        assertThat(salt("paris")).isEqualTo(salt("paris"));
        assertThat(salt("parsi"))
                .isEqualTo(salt("parsi"))
                .isNotEqualTo(salt("paris"))
                .hasSameSizeAs(salt("paris"));
    }

    /// Salt and iterations of the challenge, its nonce being another each time.
    private String salt(String user) throws IOException {
        try (var mallory = victim.connect("127.0.0.6")) {
            var challenge = CHALLENGE.matcher(
                    mallory.open().send(scram("n,,n=" + user + ",r=abc")).until("</challenge>"));
            assertThat(challenge.find()).isTrue();
            var text = new String(Base64.getDecoder().decode(challenge.group(1)), StandardCharsets.UTF_8);
            return text.substring(text.indexOf(",s="));
        }
    }

    static Stream<Arguments> interruptions() {
        return Stream.of(
                arguments("a stanza", "<message to='juliet@localhost'><body>now</body></message>", "not-authorized"),
                arguments("a binding", Wire.bind("balcony"), "not-authorized"),
                arguments("the server's part", "<challenge " + SASL + "/>", "unsupported-stanza-type"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("interruptions")
    void half_a_login_is_no_login(String what, String sent, String condition) throws IOException {
        try (var mallory = victim.connect("127.0.0.2")) {
            mallory.open().send(scram("n,,n=tybalt,r=abc")).until("</challenge>");
            assertThat(mallory.send(sent).rest())
                    .contains("<" + condition + " ")
                    .endsWith("</stream:stream>");
        }
    }

    @Test
    void who_is_known_may_not_become_somebody_else() throws IOException {
        try (var mallory = victim.connect()) {
            mallory.authenticate("tybalt").send(Wire.auth("PLAIN", Wire.plain("", "paris", "paris")));
            assertThat(mallory.rest())
                    .contains("<stream:error>")
                    .doesNotContain("<success")
                    .endsWith("</stream:stream>");
        }
    }

    static Stream<Arguments> unbound() {
        return Stream.of(
                arguments("a message", "<message to='juliet@localhost'><body>now</body></message>"),
                arguments("presence", "<presence/>"),
                arguments("a question", "<iq type='get' id='1'><query xmlns='jabber:iq:roster'/></iq>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unbound")
    void without_a_resource_nothing_is_routed(String what, String sent) throws IOException {
        try (var mallory = victim.connect()) {
            assertThat(mallory.authenticate("tybalt").send(sent).rest())
                    .contains("<not-authorized ")
                    .endsWith("</stream:stream>");
        }
    }

    @Test
    void a_resource_that_none_can_have_is_a_bad_request_and_another_may_follow() throws IOException {
        try (var mallory = victim.connect()) {
            mallory.authenticate("tybalt");
            for (var illegal : new String[] {"x".repeat(1_024), "&#x202E;\u0007".substring(0, 8) + "\n"}) {
                assertThat(mallory.send(Wire.bind(illegal)).until("</iq>")).contains("<bad-request");
            }
            assertThat(mallory.send(Wire.bind("x".repeat(1_023))).until("</iq>"))
                    .contains("tybalt@localhost/xxx");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nurse@localhost", "tybalt@localhost/street", "elsewhere.example"})
    void a_resource_is_asked_of_ones_own_server_alone(String other) throws IOException {
        var bind = Wire.bind("street");
        try (var mallory = victim.connect()) {
            mallory.authenticate("tybalt");
            mallory.send(bind.replace("<iq ", "<iq to='" + other + "' "));
            assertThat(mallory.rest()).contains("<not-authorized ").doesNotContain("<jid>");
        }
        for (var own : new String[] {"tybalt@localhost", "localhost"}) {
            try (var tybalt = victim.connect()) {
                tybalt.authenticate("tybalt");
                tybalt.send(bind.replace("<iq ", "<iq to='" + own + "' "));
                assertThat(tybalt.until("</iq>")).contains("<jid>tybalt@localhost/street</jid>");
            }
        }
    }

    @Test
    void one_resource_has_one_session_and_the_newer_one_wins() throws IOException {
        try (var first = victim.online("tybalt", "street");
                var second = victim.online("tybalt", "street")) {
            assertThat(first.rest()).contains("<conflict ").endsWith("</stream:stream>");
            second.settled();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_login_that_was_proved_before_the_password_changed_becomes_no_session(boolean another) throws Exception {
        var there = another ? victim.online("benvolio", "street") : null;
        try (var early = victim.connect().authenticate("benvolio");
                var resuming = victim.connect().authenticate("benvolio")) {
            victim.changePassword("benvolio", "benvolio"); // to new keys all the same
            if (there != null) {
                assertThat(there.rest()).contains("the password has changed");
                there.close();
            }
            early.send(Wire.bind("late"));
            assertThat(early.rest())
                    .contains("<reset", "the password has changed")
                    .doesNotContain("<jid>");
            resuming.send("<resume xmlns='urn:xmpp:sm:3' previd='any' h='0'/>");
            assertThat(resuming.rest()).contains("<reset", "the password has changed");
        }
        victim.online("benvolio", "street").close();
    }
}
