package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.stanza.StanzaId;
import io.kith.sharding.room.aspect.Anonymity;
import io.kith.sharding.room.aspect.PublicLogging;
import io.kith.sharding.room.aspect.Retraction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What has no row of the log, for a client that was away longer than the ring reaches (XEP-0045 §10.2.1).
final class ReseatingTest {

    private final RoomWorld world = new RoomWorld(new Anonymity(), new PublicLogging(), new Retraction());
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo", "garden", "two").joins("romeo");
    private final long position = romeo.position;

    @BeforeEach
    void romeo_is_away() {
        world.room.dormant(romeo.jid());
    }

    private void whois(String value) {
        juliet.submits(FormField.of("muc#roomconfig_whois", value));
    }

    private void logging(String value) {
        juliet.submits(FormField.of("muc#roomconfig_enablelogging", value));
    }

    private void muchIsSaid() {
        for (var i = 0; i <= Ring.ITEMS_MAX; i++) {
            if (i % 100 == 0) {
                world.passes(Duration.ofMinutes(1));
            }
            juliet.says("line " + i);
        }
    }

    /// Without the lines and the presences.
    private List<String> told(RoomClient client) {
        client.position = position;
        client.took();
        client.resumes("romeo", "three");
        return client.got().stream()
                .filter(one -> !one.startsWith("presence") && !one.contains("line "))
                .toList();
    }

    @Test
    void it_is_warned_in_its_place_among_what_was_said() {
        juliet.says("unseen");
        whois("anyone");
        muchIsSaid();

        assertThat(told(romeo)).containsExactly("message/juliet:groupchat unseen", "message:groupchat 172");
        muchIsSaid();
        assertThat(told(romeo)).as("whoever has lost that again").contains("message:groupchat 172");
    }

    @Test
    void it_is_told_of_each_thing_once_as_it_is_now() {
        whois("anyone");
        logging("1");
        whois("moderators");
        juliet.submits(FormField.of("muc#roomconfig_roomname", "Cave"));
        juliet.submits(FormField.of("muc#roomconfig_roomname", "Den"));
        muchIsSaid();

        assertThat(told(romeo))
                .containsExactly("message:groupchat 170", "message:groupchat 173", "message:groupchat 104");
    }

    @Test
    void what_changed_before_it_went_is_not_told_again() {
        whois("anyone");
        var nurse = world.client("nurse", "pantry", "two").joins("nurse");
        var heard = nurse.position;
        world.room.dormant(nurse.jid());
        muchIsSaid();

        nurse.position = heard;
        nurse.took();
        nurse.resumes("nurse", "two");
        assertThat(nurse.got()).doesNotContain("message:groupchat 172");
    }

    @Test
    void it_is_told_that_the_subject_was_taken_back() {
        juliet.sends("<message type='groupchat' id='s1'><subject>Fire Burn</subject></message>");
        var subject = world.log.lastKey();
        muchIsSaid();
        juliet.sends("<message type='groupchat' id='r1'><retract xmlns='urn:xmpp:message-retract:1' id='"
                + StanzaId.text(subject) + "'/></message>");

        assertThat(told(romeo)).endsWith("message:groupchat []");
    }

    @Test
    void in_another_life_of_the_room_it_is_warned_of_what_holds() {
        whois("anyone");
        logging("1");
        logging("0");
        var next = world.another(new Anonymity(), new PublicLogging(), new Retraction());
        next.room.adopt(remembered(), List.of());

        assertThat(told(next.client("romeo", "garden", "two"))).containsExactly("message:groupchat 172");
    }

    private List<Adopted> remembered() {
        var all = new ArrayList<Adopted>();
        for (var occupant : world.room.everybody()) {
            var seats = occupant.seats().stream()
                    .map(seat -> new Adopted.Seated(seat.full(), seat.edge(), true, seat.mark()))
                    .toList();
            all.add(new Adopted(world.relayOn("one").shows(occupant.nick()), 5, false, seats));
        }
        return all;
    }
}
