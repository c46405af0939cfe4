package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class UniqueNamesTest {

    @Test
    void every_answer_is_another_name_that_a_room_may_have() {
        var request = Stanza.parse("<iq type='get' id='u1' to='conference.verona.example'>"
                + "<unique xmlns='http://jabber.org/protocol/muc#unique'/></iq>");
        var random = new Random(7);
        var one = UniqueNames.answer(request, random).firstChild().orElseThrow().text();
        var other =
                UniqueNames.answer(request, random).firstChild().orElseThrow().text();

        assertThat(one).isNotEqualTo(other);
        assertThat(Jid.of(one, "conference.verona.example", "").local()).isEqualTo(one);
    }
}
