package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;

final class ConversationsTest {

    private final RoomWorld world = new RoomWorld(new Conversations());
    private final RoomClient juliet = world.opened("juliet");

    @Test
    void threads_replies_and_reactions_are_kept_with_what_they_refer_to() {
        juliet.sends("<message type='groupchat'><body>yes</body><thread>t1</thread>"
                + "<reply xmlns='urn:xmpp:reply:0' to='coven@conference.verona.example/romeo' id='s1'/></message>");
        var answer = world.log.lastEntry().getValue().references();
        juliet.sends("<message type='groupchat'>"
                + "<reactions xmlns='urn:xmpp:reactions:0' id='s2'><reaction>&lt;3</reaction></reactions></message>");
        var reaction = world.log.lastEntry().getValue().references();

        assertThat(answer.thread()).isEqualTo("t1");
        assertThat(answer.repliesTo()).isEqualTo("s1");
        assertThat(reaction.reactsTo()).isEqualTo("s2");
    }
}
