package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import org.junit.jupiter.api.Test;

final class DuplicatesTest {

    private static final Jid ROMEO = new Jid("romeo", "montague.example", "");
    private static final Jid NURSE = new Jid("nurse", "capulet.example", "");

    private static final Stanza MESSAGE = message("", "");
    private static final long SAID = Content.of(MESSAGE);

    private final Duplicates duplicates = new Duplicates();

    @Test
    void a_stanza_of_the_same_session_and_number_is_the_same() {
        duplicates.remember(sent(7, "s1", 3, ""));
        assertThat(duplicates.ofClient("s1", 3, ROMEO, "", 0)).isEqualTo(7);
        assertThat(duplicates.ofClient("s1", 4, ROMEO, "", 0)).isZero();
        assertThat(duplicates.ofClient("s2", 3, ROMEO, "", 0)).isZero();
    }

    @Test
    void an_origin_id_is_known_in_another_session_but_not_to_another_peer() {
        duplicates.remember(sent(7, "s1", 3, "abc"));
        assertThat(duplicates.ofClient("s2", 1, ROMEO, "abc", SAID)).isEqualTo(7);
        assertThat(duplicates.ofClient("s2", 1, NURSE, "abc", SAID)).isZero();
    }

    @Test
    void another_message_of_the_same_origin_id_is_another_message() {
        duplicates.remember(sent(7, "s1", 3, "abc"));
        var other = Content.of(message("", "<subject>else</subject>"));
        assertThat(duplicates.ofClient("s2", 1, ROMEO, "abc", other)).isZero();
    }

    @Test
    void in_one_session_the_number_alone_decides() {
        duplicates.remember(sent(7, "s1", 3, "abc"));
        assertThat(duplicates.ofClient("s1", 4, ROMEO, "abc", SAID)).isZero();
    }

    @Test
    void it_is_the_same_from_another_resource_and_with_the_time_it_was_said() {
        duplicates.remember(sent(7, "s1", 3, "abc"));
        var again = message(" from='juliet@capulet.example/garden'", "<delay xmlns='urn:xmpp:delay' stamp='x'/>");
        assertThat(duplicates.ofClient("s2", 1, ROMEO, "abc", Content.of(again)))
                .isEqualTo(7);
    }

    @Test
    void the_senders_id_is_known_per_sender() {
        duplicates.remember(got(9, 100));
        assertThat(duplicates.ofSender(ROMEO, 100)).isEqualTo(9);
        assertThat(duplicates.ofSender(NURSE, 100)).isZero();
        assertThat(duplicates.ofSender(ROMEO, 0)).isZero();
    }

    @Test
    void a_row_that_was_never_stored_is_forgotten() {
        duplicates.remember(sent(7, "s1", 3, "abc"));
        duplicates.forget(sent(7, "s1", 3, "abc"));
        assertThat(duplicates.ofClient("s2", 3, ROMEO, "abc", SAID)).isZero();
    }

    @Test
    void the_oldest_is_forgotten_at_the_bound() {
        for (var i = 1; i <= Duplicates.KNOWN_MAX; i++) {
            duplicates.remember(got(i, 1_000 + i));
        }
        assertThat(duplicates.ofSender(ROMEO, 1_001)).isEqualTo(1);
        duplicates.remember(got(9_999, 9_999));
        assertThat(duplicates.ofSender(ROMEO, 1_001)).isZero();
        assertThat(duplicates.ofSender(ROMEO, 1_002)).isEqualTo(2);
    }

    private static Stanza message(String from, String more) {
        return Stanza.parse("<message" + from + " to='romeo@montague.example'><body>hi</body>"
                + "<origin-id xmlns='urn:xmpp:sid:0' id='abc'/>" + more + "</message>");
    }

    private static Row sent(long id, String session, long n, String originId) {
        return new Row(id, Direction.OUT, ROMEO, "", true, false, 0, session, n, originId, MESSAGE.bytes());
    }

    private static Row got(long id, long senderId) {
        return new Row(id, Direction.IN, ROMEO, "", true, false, senderId, "", 0, "", new byte[0]);
    }
}
