package io.kith.sharding.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

final class ChronicleTest {

    private static final Chronicle LOG = Chronicle.of(ChronicleTest.class);
    private static final Jid BALCONY = Jid.parse("juliet@capulet.example/balcony");
    private static final Jid GARDEN = Jid.parse("garden@conference.capulet.example");
    private static final Stanza SECRET = Stanza.parse("<message type='chat' to='romeo@montague.example' id='m&#10;1'>"
            + "<body>wherefore art thou</body></message>");

    @Test
    void a_stanza_is_told_by_its_shape_on_one_line_and_never_by_its_content() {
        try (var heard = new Heard(Level.TRACE)) {
            LOG.stanza(BALCONY, Chronicle.trace("abcdefghij", 7), "in", SECRET);

            assertThat(heard.lines())
                    .containsExactly(
                            "TRACE " + BALCONY + " abcdefgh:7 in message chat to romeo@montague.example id m?1, "
                                    + SECRET.size() + " bytes");
        }
    }

    @Test
    void who_a_line_is_about_is_forgotten_behind_it() {
        try (var heard = new Heard(Level.DEBUG)) {
            LOG.session(BALCONY, "is {}", "here");
            LOG.room(GARDEN, "begins");
            LOG.roomStanza(GARDEN, "-", "in", SECRET);

            assertThat(heard.lines())
                    .containsExactly("DEBUG " + BALCONY + " - is here", "DEBUG " + GARDEN + " - begins");
            assertThat(MDC.get(Chronicle.SESSION)).isNull();
            assertThat(MDC.get(Chronicle.ROOM)).isNull();
        }
    }

    @Test
    void what_others_write_stays_on_one_line_and_within_its_bound() {
        assertThat(Chronicle.word("a\r\nERROR b\u2028c\u202e\ud800")).isEqualTo("a??ERROR b?c??");
        assertThat(Chronicle.word("x".repeat(Chronicle.WORD_MAX))).hasSize(Chronicle.WORD_MAX);
        assertThat(Chronicle.word("x".repeat(Chronicle.WORD_MAX + 1)))
                .endsWith("x…")
                .hasSize(Chronicle.WORD_MAX + 1);
    }
}
