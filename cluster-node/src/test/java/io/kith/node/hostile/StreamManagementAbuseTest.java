package io.kith.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lies about what was received, and attempts on sessions of others (XEP-0198).
@ExtendWith(OneVictim.class)
class StreamManagementAbuseTest {

    private static final String ENABLE = "<enable xmlns='urn:xmpp:sm:3' resume='true'/>";
    private static final String REQUEST = "<r xmlns='urn:xmpp:sm:3'/>";
    private static final Pattern TOKEN = Pattern.compile(" id='([^']+)'");

    private final Victim victim;

    StreamManagementAbuseTest(Victim victim) {
        this.victim = victim;
    }

    private static String resume(String token, Object h) {
        return "<resume xmlns='urn:xmpp:sm:3' previd='" + token + "' h='" + h + "'/>";
    }

    private static String acknowledge(String h) {
        return "<a xmlns='urn:xmpp:sm:3'" + h + "/>";
    }

    private static String enable(Wire wire) throws IOException {
        wire.send(ENABLE).until("<enabled");
        var token = TOKEN.matcher(wire.until("/>"));
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {ENABLE, REQUEST, "<a xmlns='urn:xmpp:sm:3' h='0'/>", "<resume xmlns='urn:xmpp:sm:3'/>"})
    void before_a_resource_is_bound_there_is_nothing_to_manage(String element) throws IOException {
        try (var tybalt = victim.connect()) {
            tybalt.authenticate("tybalt").send(element).until("<failed");
            assertThat(tybalt.until("</failed>")).contains("<unexpected-request ");
            assertThat(tybalt.send(Wire.bind("street")).until("</iq>")).contains("tybalt@localhost/street");
        }
    }

    @Test
    void what_is_on_is_not_switched_on_again() throws IOException {
        try (var tybalt = victim.online("tybalt", "street")) {
            enable(tybalt);
            assertThat(tybalt.send(ENABLE).rest())
                    .contains("<policy-violation ")
                    .endsWith("</stream:stream>");
        }
    }

    @Test
    void a_session_that_has_begun_is_not_exchanged_for_another() throws IOException {
        try (var tybalt = victim.online("tybalt", "street")) {
            tybalt.send(resume("x", 0)).until("<failed");
            assertThat(tybalt.until("</failed>")).contains("<unexpected-request ");
            tybalt.settled();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" h='4294967296'", " h='99999999999999999999'", " h='-1'", " h='many'", " h=''", ""})
    void what_is_no_count_ends_the_stream(String h) throws IOException {
        try (var tybalt = victim.online("tybalt", "street")) {
            enable(tybalt);
            assertThat(tybalt.send(acknowledge(h)).rest())
                    .contains("<bad-format ")
                    .endsWith("</stream:stream>");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" h='1'", " h='1000'", " h='4294967295'"})
    void an_impossible_count_ends_the_stream(String h) throws IOException {
        try (var tybalt = victim.online("tybalt", "street")) {
            enable(tybalt);
            assertThat(tybalt.send(acknowledge(h)).rest())
                    .contains("<undefined-condition ")
                    .contains("<handled-count-too-high ")
                    .endsWith("</stream:stream>");
        }
    }

    @Test
    void a_count_that_goes_back_ends_the_stream() throws IOException {
        try (var tybalt = victim.online("tybalt", "street")) {
            enable(tybalt);
            tybalt.settled().send(acknowledge(" h='1'"));
            assertThat(tybalt.send(acknowledge(" h='0'")).rest()).contains("<handled-count-too-high ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "0", "99999999999", "long", ""})
    void nobody_is_waited_for_longer_than_the_node_wants(String max) throws IOException {
        try (var tybalt = victim.online("tybalt", "street")) {
            tybalt.send("<enable xmlns='urn:xmpp:sm:3' resume='true' max='" + max + "'/>")
                    .until("<enabled");
            assertThat(tybalt.until("/>")).contains("max='600'");
        }
    }

    @Test
    void requests_where_nothing_is_managed_are_not_answered() throws IOException {
        try (var tybalt = victim.online("tybalt", "street")) {
            assertThat(tybalt.send(REQUEST.repeat(10) + acknowledge(" h='7'")).answers())
                    .isEmpty();
        }
    }

    @Test
    void a_flood_of_requests_is_answered_one_by_one() throws IOException {
        try (var tybalt = victim.online("tybalt", "street")) {
            enable(tybalt);
            for (var i = 0; i < 20; i++) {
                var answers = tybalt.send(REQUEST.repeat(1_000)).answers();
                assertThat(answers.split("<a ", -1)).hasSizeGreaterThanOrEqualTo(1 + 1_000);
            }
        }
    }

    static Stream<Arguments> tokens() {
        return Stream.of(
                arguments("unknown", "unknown"),
                arguments("empty of meaning", " "),
                arguments("full of marks", "&lt;&apos;&amp;"),
                arguments("large", "t".repeat(9_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void a_token_that_nobody_gave_resumes_nothing(String what, String token) throws IOException {
        try (var tybalt = victim.connect()) {
            tybalt.authenticate("tybalt").send(resume(token, 0)).until("<failed");
            assertThat(tybalt.until("</failed>")).contains("<item-not-found ");
            assertThat(tybalt.send(Wire.bind("street")).until("</iq>")).contains("tybalt@localhost/street");
        }
    }

    @Test
    void the_token_of_somebody_else_resumes_nothing_and_takes_nothing_away() throws IOException {
        try (var nurse = victim.online("nurse", "nursery")) {
            var token = enable(nurse);
            try (var tybalt = victim.connect()) {
                tybalt.authenticate("tybalt").send(resume(token, 0)).until("<failed");
                assertThat(tybalt.until("</failed>")).contains("<item-not-found ");
            }
            nurse.settled().cut();
            try (var tybalt = victim.connect()) {
                tybalt.authenticate("tybalt").send(resume(token, 0)).until("<failed");
                assertThat(tybalt.until("</failed>")).contains("<item-not-found ");
            }
            try (var again = victim.connect()) {
                again.authenticate("nurse").send(resume(token, 1)).until("<resumed");
                again.settled();
            }
        }
    }

    @Test
    void a_session_is_taken_over_from_a_connection_that_lives_and_that_one_ends() throws IOException {
        try (var nurse = victim.online("nurse", "nursery");
                var again = victim.connect()) {
            var token = enable(nurse);
            again.authenticate("nurse").send(resume(token, 0)).until("<resumed");
            assertThat(nurse.rest()).contains("<conflict ").endsWith("</stream:stream>");
            again.settled();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"99", "4294967295"})
    void who_resumes_with_an_impossible_count_gets_no_hole(String h) throws IOException {
        try (var nurse = victim.online("nurse", "nursery");
                var again = victim.connect()) {
            var token = enable(nurse);
            nurse.cut();
            var answer = again.authenticate("nurse")
                    .send(resume(token, h) + Wire.bind("attic") + "</stream:stream>")
                    .rest();
            assertThat(answer).doesNotContain("<resumed").containsAnyOf("<failed", "<handled-count-too-high");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "", "many", "4294967296"})
    void who_resumes_with_a_count_that_is_none_is_refused_and_may_try_again(String h) throws IOException {
        try (var nurse = victim.online("nurse", "nursery");
                var again = victim.connect()) {
            var token = enable(nurse);
            nurse.cut();
            again.authenticate("nurse").send(resume(token, h)).until("</failed>");
            again.send(resume(token, 0)).until("<resumed");
            again.settled();
        }
    }

    @Test
    void of_many_who_resume_one_session_at_once_one_has_it_in_the_end() throws IOException {
        var rivals = new ArrayList<Wire>();
        try (var nurse = victim.online("nurse", "nursery")) {
            var token = enable(nurse);
            for (var i = 0; i < 6; i++) {
                rivals.add(victim.connect().authenticate("nurse"));
            }
            for (var rival : rivals) {
                rival.send(resume(token, 0));
            }
            assertThat(nurse.rest()).contains("<conflict ");
            assertThat(alive(rivals)).hasSize(1);
        } finally {
            for (var rival : rivals) {
                rival.close();
            }
        }
    }

    /// Those who have a session, when all have been answered.
    private static List<Wire> alive(List<Wire> rivals) throws IOException {
        var alive = new ArrayList<Wire>();
        for (var rival : rivals) {
            var answer = rival.until(">"); // <resumed/>, <failed>, or the end of the stream
            if (answer.contains("<resumed")) {
                alive.add(rival);
            }
        }
        if (alive.size() > 1) {
            alive.removeIf(StreamManagementAbuseTest::hasEnded);
        }
        return alive;
    }

    private static boolean hasEnded(Wire rival) {
        try {
            rival.settled();
            return false;
        } catch (IOException | AssertionError ended) {
            return true;
        }
    }

    @Test
    void the_newest_session_of_a_resource_leaves_nothing_to_resume() throws IOException {
        try (var nurse = victim.online("nurse", "nursery")) {
            var token = enable(nurse);
            try (var second = victim.online("nurse", "nursery")) {
                assertThat(nurse.rest()).contains("<conflict ");
                try (var third = victim.connect()) {
                    third.authenticate("nurse").send(resume(token, 0)).until("<failed");
                    assertThat(third.until("</failed>")).contains("<item-not-found ");
                }
                second.settled();
            }
        }
    }
}
