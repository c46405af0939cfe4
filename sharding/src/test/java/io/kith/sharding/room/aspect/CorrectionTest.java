package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.room.RoomWorld;
import io.kith.sharding.room.Rows;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CorrectionTest {

    private final RoomWorld world = new RoomWorld(new Correction(), new OccupantIds(), new Retraction());
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo").joins("romeo");

    CorrectionTest() {
        juliet.took();
        romeo.took();
    }

    private static RoomClient says(RoomClient client, String id, String body, String more) {
        return client.sends(
                "<message type='groupchat' id='" + id + "'><body>" + body + "</body>" + more + "</message>");
    }

    private static String corrects(String id) {
        return "<replace xmlns='urn:xmpp:message-correct:0' id='" + id + "'/>";
    }

    @Test
    void a_correction_is_told_and_the_original_kept_in_its_latest_form() {
        says(romeo, "bad1", "yonder airlock", "");
        var original = world.log.lastEntry().getValue();
        says(romeo, "good1", "yonder window", corrects("bad1"));

        assertThat(juliet.got())
                .containsExactly("message/romeo:groupchat yonder airlock", "message/romeo:groupchat yonder window");
        var latest = world.kept(original.id());
        assertThat(latest.body()).contains("yonder window");
        assertThat(latest.id()).isEqualTo("bad1");
        assertThat(latest.child("stanza-id", Namespaces.STANZA_ID))
                .isEqualTo(Stanza.parse(original.stanza()).child("stanza-id", Namespaces.STANZA_ID));
        assertThat(latest.children().stream().filter(child -> child.name().equals("occupant-id")))
                .hasSize(1);
        assertThat(world.log.lastEntry().getValue().references().replaces()).isEqualTo("bad1");
    }

    @Test
    void a_message_is_looked_for_so_far_back_and_no_further() {
        says(romeo, "bad1", "yonder airlock", "");
        var original = world.log.lastEntry().getKey();
        for (var i = 1; i < Rows.SEARCHED_MAX; i++) {
            if (i % 100 == 0) {
                world.passes(Duration.ofSeconds(20));
            }
            juliet.says("line " + i);
        }
        says(romeo, "good1", "yonder window", corrects("bad1"));
        assertThat(world.kept(original).body()).contains("yonder window");

        says(romeo, "good2", "yonder door", corrects("bad1"));
        assertThat(world.kept(original).body()).contains("yonder window");
    }

    @Test
    void nobody_corrects_what_others_have_said() {
        says(romeo, "bad1", "mine", "");
        juliet.took();

        assertThat(says(juliet, "good1", "yours", corrects("bad1")).refusal()).isEqualTo("forbidden");
        assertThat(Stanza.parse(world.log.lastEntry().getValue().stanza()).body())
                .contains("mine");
    }

    @Test
    void not_even_under_the_same_nickname() {
        says(romeo, "bad1", "mine", "");
        romeo.leaves();
        var paris = world.client("paris").joins("romeo");
        paris.took();

        assertThat(says(paris, "good1", "yours", corrects("bad1")).refusal()).isEqualTo("forbidden");
    }

    /// §4: clients would not take it, and whoever enters later would be given it as what the first nickname said.
    @Test
    void nor_ones_own_under_another_nickname() {
        says(romeo, "bad1", "mine", "");
        romeo.sends("<presence to='" + RoomClient.address("montague") + "'/>");
        romeo.took();
        juliet.took();

        assertThat(says(romeo, "good1", "new", corrects("bad1")).refusal()).isEqualTo("forbidden");
        assertThat(juliet.took()).isEmpty();
        assertThat(Stanza.parse(world.log.lastEntry().getValue().stanza()).body())
                .contains("mine");
    }

    @Test
    void who_has_left_and_come_back_corrects_what_it_said_before() {
        says(romeo, "bad1", "yonder airlock", "");
        var original = world.log.lastEntry().getKey();
        romeo.leaves().joins("romeo");
        romeo.took();
        juliet.took();

        says(romeo, "good1", "yonder window", corrects("bad1"));
        assertThat(juliet.got()).containsExactly("message/romeo:groupchat yonder window");
        assertThat(world.kept(original).body()).contains("yonder window");
    }

    /// §4 has the original named each time; some clients name the latest form.
    @Test
    void a_correction_that_is_corrected_stays_one() {
        says(romeo, "bad1", "yonder airlock", "");
        says(romeo, "bad2", "yonder door", corrects("bad1"));
        var second = world.log.lastEntry().getKey();
        says(romeo, "good1", "yonder window", corrects("bad2"));

        assertThat(world.kept(second).body()).contains("yonder window");
        assertThat(world.kept(second)
                        .child("replace", Namespaces.CORRECTION)
                        .orElseThrow()
                        .attributeOr("id", ""))
                .isEqualTo("bad1");
    }

    @Test
    void of_two_messages_with_one_id_ones_own_is_corrected() {
        says(romeo, "same", "romeos", "");
        says(juliet, "same", "juliets", "");
        juliet.took();
        says(romeo, "good1", "new", corrects("same"));

        assertThat(world.log.values().stream()
                        .map(row -> Stanza.parse(row.stanza()).body().orElse("")))
                .containsExactly("new", "juliets", "new");
    }

    @Test
    void what_nobody_said_is_not_corrected() {
        assertThat(says(romeo, "good1", "window", corrects("bad1")).refusal()).isEqualTo("item-not-found");
        assertThat(says(romeo, "good1", "window", corrects("")).refusal()).isEqualTo("bad-request");
    }

    @Test
    void nobody_makes_the_room_search_again_and_again() {
        says(romeo, "m1", "yonder airlock", "");
        romeo.took();
        juliet.took();
        var reads = world.reads;
        var searches = RoomLimits.DEFAULT.rates().queries().burst() / Rows.SEARCH_COST;
        for (var i = 0; i < searches; i++) {
            assertThat(says(romeo, "c" + i, "?", corrects("unknown" + i)).refusal())
                    .isEqualTo("item-not-found");
        }
        assertThat(world.reads - reads).isEqualTo(searches);

        assertThat(says(romeo, "c", "?", corrects("unknown")).refusal()).isEqualTo("resource-constraint");
        assertThat(world.reads - reads).isEqualTo(searches);
        assertThat(says(juliet, "c", "?", corrects("unknown")).refusal())
                .as("another may")
                .isEqualTo("item-not-found");
        juliet.took();
        says(romeo, "m2", "yonder window", corrects("m1"));
        assertThat(juliet.got()).as("what is in memory costs nothing").hasSize(1);
    }
}
