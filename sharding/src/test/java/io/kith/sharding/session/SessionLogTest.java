package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.log.Chronicle;
import io.kith.sharding.log.Heard;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What the log tells of sessions and of stanzas, at their owners.
final class SessionLogTest {

    private static final String JULIET = "juliet@verona.example";
    private static final String BALCONY = JULIET + "/balcony";

    private final World world = new World(1);

    @Test
    void the_life_of_a_session_is_told_from_its_beginning_to_its_end() {
        world.account("juliet");
        try (var heard = new Heard(Level.DEBUG)) {
            var juliet = world.connect("juliet", "balcony");
            juliet.manage();
            juliet.drop();
            world.settle();
            juliet.resume();
            world.settle();
            juliet.drop();
            world.pass(Duration.ofSeconds(310));

            assertThat(heard.lines())
                    .containsSubsequence(
                            "DEBUG " + BALCONY + " - begins at west#1",
                            "DEBUG " + BALCONY + " - is parked for 300 s, 0 stanzas not acknowledged",
                            "DEBUG " + BALCONY + " - is resumed at west#2, 0 stanzas again",
                            "DEBUG " + BALCONY + " - is parked for 300 s, 0 stanzas not acknowledged",
                            "DEBUG " + BALCONY + " - was not resumed in time",
                            "DEBUG " + BALCONY + " - is over");
        }
    }

    @Test
    void why_a_session_ends_or_cannot_be_resumed_is_told() {
        var account = world.account("juliet");
        try (var heard = new Heard(Level.DEBUG)) {
            var kicked = world.connect("juliet", "balcony");
            kicked.manage();
            world.toOwner(
                    "operator",
                    account,
                    new UserSession.End("", "", StreamError.of(StreamError.Condition.POLICY_VIOLATION), false));
            world.settle();
            kicked.resume();
            world.settle();

            assertThat(heard.lines())
                    .containsSubsequence(
                            "DEBUG " + BALCONY + " - is ended by an order: policy-violation",
                            "DEBUG " + BALCONY + " - is over",
                            "DEBUG " + JULIET + " - can't resume at west#2 what it asks for");
        }
    }

    @Test
    void a_message_can_be_followed_from_its_senders_session_to_its_recipients_row_and_its_body_is_nowhere() {
        world.account("juliet");
        world.account("romeo");
        var juliet = world.connect("juliet", "balcony");
        world.connect("romeo", "orchard");
        try (var heard = new Heard(Level.TRACE)) {
            var n = juliet.send(
                    "<message to='romeo@verona.example' type='chat' id='m1'><body>in secret</body></message>");
            world.settle();

            var sent = Chronicle.trace(juliet.sessionId, n);
            var shape = "message chat from " + BALCONY + " to romeo@verona.example id m1,";
            assertThat(heard.lines())
                    .anyMatch(line -> line.startsWith("TRACE " + BALCONY + " " + sent + " at its owner: message chat"));
            var stored = heard.lines().stream()
                    .filter(line -> line.startsWith("TRACE " + JULIET + " " + sent + " is row:"))
                    .map(line -> line.substring(line.indexOf("row:")))
                    .findFirst()
                    .orElseThrow();
            assertThat(heard.lines())
                    .anyMatch(line -> line.startsWith(
                            "TRACE romeo@verona.example " + stored + " at its recipient's owner: " + shape))
                    .anyMatch(line -> line.startsWith("TRACE romeo@verona.example " + stored + " is row:"))
                    .noneMatch(line -> line.contains("secret") || line.contains(juliet.sessionId));
        }
    }

    @Test
    void nothing_is_told_where_nobody_asked_for_it() {
        world.account("juliet");
        try (var heard = new Heard(Level.INFO)) {
            world.connect("juliet", "balcony")
                    .send("<message to='juliet@verona.example' type='chat'><body>I</body></message>");
            world.settle();
            assertThat(heard.lines()).isEmpty();
        }
    }
}
