package io.kith.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who asks for much at once, and reads it, gets it: no bound is for them.
@ExtendWith(OneVictim.class)
final class ManyAnswersTest {

    /// Together several times as much as may wait for a client.
    private static final int CARDS = 60;

    private static final int CARD_BYTES = 100_000;

    private final Victim victim;

    ManyAnswersTest(Victim victim) {
        this.victim = victim;
    }

    private Wire withCard() throws IOException {
        var paris = victim.online("paris", "pictures");
        paris.send("<iq type='set' id='card'><vCard xmlns='vcard-temp'><DESC>" + "x".repeat(CARD_BYTES)
                        + "</DESC></vCard></iq>")
                .until("id='card'");
        return paris;
    }

    private static String question(int n) {
        return "<iq type='get' id='card-" + n + "'><vCard xmlns='vcard-temp'/></iq>";
    }

    private static String questions() {
        var all = new StringBuilder();
        for (var n = 1; n <= CARDS; n++) {
            all.append(question(n));
        }
        return all.toString();
    }

    private static void isAnswered(Wire client, int n) throws IOException {
        client.until("id='card-" + n + "'");
        assertThat(client.until("</iq>")).hasSizeGreaterThan(CARD_BYTES);
    }

    @Test
    void all_pictures_asked_for_in_one_go_come() throws IOException {
        try (var paris = withCard()) {
            paris.send(questions());
            for (var n = 1; n <= CARDS; n++) {
                isAnswered(paris, n);
            }
            paris.settled();
        }
    }

    @Test
    void they_come_also_to_who_acknowledges_them() throws IOException {
        try (var paris = withCard()) {
            paris.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>").until("<enabled");
            paris.send(questions());
            for (var n = 1; n <= CARDS; n++) {
                isAnswered(paris, n);
                paris.send("<a xmlns='urn:xmpp:sm:3' h='" + n + "'/>");
            }
            paris.settled();
        }
    }
}
