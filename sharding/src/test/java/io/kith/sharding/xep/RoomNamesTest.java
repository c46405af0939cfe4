package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RoomNamesTest {

    private static final Jid ROMEO = Jid.parse("romeo@verona.example/orchard");

    private final Stanza request = Stanza.parse("<iq type='get' id='u' to='conference.verona.example'>"
            + "<unique xmlns='http://jabber.org/protocol/muc#unique'/></iq>");

    @Test
    void every_name_is_another_one_that_a_room_can_have() {
        var chain = Answers.chain(new RoomNames(new Random(1)));
        var one = name(answer(chain.roomServiceIq(ROMEO, request)));
        var other = name(answer(chain.roomServiceIq(ROMEO, request)));

        assertThat(one).isNotEqualTo(other);
        assertThat(Jid.tryParse(one + "@conference.verona.example")).isPresent();
    }

    private static String name(Stanza answer) {
        return answer.firstChild().map(Element::text).orElseThrow();
    }
}
