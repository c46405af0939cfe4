package io.kith.sharding.room;

import static io.kith.sharding.room.RoomClient.codes;
import static io.kith.sharding.room.RoomClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LeavingTest {

    private final RoomWorld world = new RoomWorld();
    private final RoomClient juliet = world.opened("juliet");

    @Test
    void who_leaves_is_told_so_and_so_are_the_others_in_its_words() {
        var romeo = world.client("romeo").joins("romeo");
        juliet.took();
        romeo.took();

        romeo.sends("<presence type='unavailable'><status>parting is such sweet sorrow</status></presence>");
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110");
        var seen = juliet.got1();
        assertThat(item(seen).attributeOr("role", "")).isEqualTo("none");
        assertThat(seen.child("status", Namespaces.CLIENT).orElseThrow().text()).startsWith("parting");
    }

    @Test
    void who_has_too_much_to_say_in_going_goes_without_words() {
        var romeo = world.client("romeo").joins("romeo");
        juliet.took();
        romeo.took();

        romeo.sends("<presence type='unavailable' id='bye'><status>" + "x".repeat(RoomLimits.DEFAULT.presenceBytesMax())
                + "</status></presence>");
        assertThat(romeo.got1().id()).isEqualTo("bye");
        var seen = juliet.got1();
        assertThat(item(seen).attributeOr("role", "")).isEqualTo("none");
        assertThat(seen.has("status", Namespaces.CLIENT)).isFalse();
    }

    @Test
    void the_farewell_has_the_id_of_what_was_sent_and_nobody_elses_copy_has() {
        var romeo = world.client("romeo").joins("romeo");
        juliet.took();
        romeo.took();

        romeo.sends("<presence type='unavailable' id='bye'/>");
        assertThat(romeo.got1().id()).isEqualTo("bye");
        assertThat(juliet.got1().id()).isEmpty();
    }

    @Test
    void a_temporary_room_ends_with_its_last_occupant() {
        juliet.leaves();

        assertThat(world.journal.getLast()).isInstanceOf(RoomEvent.Destroyed.class);
        assertThat(world.listed).isNull();
        assertThat(world.room.isIdle()).isTrue();
        assertThat(world.closed).contains("one");
    }

    /// §10.1.3.
    @Test
    void who_leaves_a_room_that_it_has_not_configured_is_told_that_it_is_no_more() {
        var room = new RoomWorld();
        var romeo = room.client("romeo").joins("romeo");
        var other = room.client("romeo", "orchard", "two").joins("romeo");
        other.took();
        other.leaves();
        assertThat(itsEnd(other.got1())).as("its other client is there still").isEmpty();
        romeo.took();

        romeo.sends("<presence type='unavailable' id='bye'/>");
        var end = romeo.got1();
        assertThat(end.id()).isEqualTo("bye");
        assertThat(codes(end)).containsExactly(110);
        assertThat(itsEnd(end)).isPresent();
        assertThat(room.state.exists()).isFalse();
    }

    private static Optional<Element> itsEnd(Stanza gone) {
        return gone.child("x", Namespaces.MUC_USER).orElseThrow().child("destroy");
    }

    @Test
    void a_persistent_one_stays() {
        juliet.submits(FormField.of("muc#roomconfig_persistentroom", "1"));
        juliet.leaves();

        assertThat(world.state.exists()).isTrue();
        assertThat(world.room.isIdle()).isTrue();
        assertThat(juliet.joins("juliet").got()).contains("presence/juliet 110");
    }

    @Test
    void when_its_domain_is_served_no_longer_each_occupant_is_told_so_and_a_lasting_room_waits_for_its_domain() {
        juliet.submits(FormField.of("muc#roomconfig_persistentroom", "1"));
        var romeo = world.client("romeo", "garden", "two").joins("romeo");
        juliet.took();
        romeo.took();

        world.room.unserved();
        assertThat(juliet.got()).containsExactly("presence/juliet:unavailable 110 332");
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 332");
        assertThat(world.closed).contains("one", "two");
        assertThat(world.room.isIdle()).isTrue();

        assertThat(romeo.joins("romeo").got()).contains("presence/romeo 110").doesNotContain("presence/juliet");
    }

    @Test
    void when_its_domain_is_served_no_longer_a_temporary_room_ends() {
        world.room.unserved();

        assertThat(juliet.got()).containsExactly("presence/juliet:unavailable 110 332");
        assertThat(world.state.exists()).isFalse();
    }

    @Test
    void unavailable_presence_of_others_says_nothing() {
        var romeo = world.client("romeo").leaves();

        assertThat(romeo.took()).isEmpty();
        assertThat(juliet.took()).isEmpty();
        assertThat(romeo.handled).isEqualTo(1);
    }

    @Test
    void an_error_that_says_that_nobody_is_there_removes_a_ghost() {
        var romeo = world.client("romeo").joins("romeo");
        juliet.took();
        romeo.took();

        romeo.sends("<presence type='error'><error type='cancel'>"
                + "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
        assertThat(juliet.got()).containsExactly("presence/romeo:unavailable 333");
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 333");
    }

    @Test
    void other_errors_remove_nobody() {
        var romeo = world.client("romeo").joins("romeo");
        juliet.took();

        romeo.sends("<message type='error'><error type='cancel'>"
                + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
        assertThat(juliet.took()).isEmpty();
        assertThat(world.room.everybody()).hasSize(2);
    }

    @Test
    void a_lost_client_keeps_its_seat_as_long_as_it_may_resume() {
        var romeo = world.client("romeo").joins("romeo");
        juliet.took();
        world.room.dormant(romeo.jid());

        world.passes(Leaving.DORMANT_MAX);
        assertThat(juliet.took()).isEmpty();
        juliet.leaves();
        assertThat(world.room.isIdle()).as("the room stays for it").isFalse();
        juliet.joins("juliet");
        juliet.took();

        world.passes(Duration.ofSeconds(1));
        assertThat(juliet.got()).containsExactly("presence/romeo:unavailable");
    }

    @Test
    void occupants_of_a_node_that_died_are_shown_a_while_longer() {
        world.client("romeo", "garden", "two").joins("romeo");
        juliet.took();
        world.room.nodeGone("two");

        world.passes(Leaving.LINGER);
        assertThat(juliet.took()).isEmpty();
        world.passes(Duration.ofSeconds(10));
        assertThat(juliet.got()).containsExactly("presence/romeo:unavailable");
    }

    @Test
    void who_comes_back_to_a_seat_gets_what_was_missed_in_order() {
        var romeo = world.client("romeo").joins("romeo");
        romeo.took();
        world.room.dormant(romeo.jid());
        world.clients.remove(romeo.jid());
        juliet.says("where art thou?");
        var nurse = world.client("nurse").joins("nurse");
        nurse.says("here!");
        juliet.took();

        world.clients.put(romeo.jid(), romeo);
        romeo.resumes("romeo", "two");
        assertThat(romeo.got())
                .containsExactly(
                        "message/juliet:groupchat where art thou?", "presence/nurse", "message/nurse:groupchat here!");
        assertThat(juliet.took()).isEmpty();

        juliet.says("welcome back");
        assertThat(romeo.got()).containsExactly("message/juliet:groupchat welcome back");
    }

    @Test
    void who_was_let_in_and_lost_before_it_heard_so_gets_all_that_one_who_enters_gets() {
        var romeo = world.client("romeo");
        world.clients.remove(romeo.jid());
        romeo.joins("romeo");
        world.room.dormant(romeo.jid());

        world.clients.put(romeo.jid(), romeo);
        romeo.position = 0;
        romeo.resumes("romeo", "two");
        assertThat(romeo.got()).containsExactly("presence/juliet", "presence/romeo 110", "message:groupchat []");

        juliet.says("welcome");
        assertThat(romeo.got()).containsExactly("message/juliet:groupchat welcome");
    }

    @Test
    void who_comes_back_to_a_seat_is_seen_as_before() {
        var romeo = world.client("romeo").joins("romeo");
        romeo.sends("<presence to='" + RoomClient.address("romeo") + "'><show>away</show></presence>");
        var heard = romeo.position;
        juliet.took();
        for (var position : new long[] {heard, 0}) {
            world.room.dormant(romeo.jid());
            romeo.position = position;
            romeo.resumes("romeo", "two");
            assertThat(world.room.occupant(romeo.jid()).orElseThrow().presence().has("show", Namespaces.CLIENT))
                    .isTrue();
            assertThat(juliet.took()).noneMatch(one -> !one.has("show", Namespaces.CLIENT));
        }
    }

    @Test
    void who_left_came_back_and_was_away_does_not_see_itself_leave() {
        var romeo = world.client("romeo").joins("romeo");
        var position = romeo.position;
        romeo.leaves().joins("romeo");
        world.room.dormant(romeo.jid());
        juliet.says("where art thou?");
        romeo.took();

        romeo.position = position;
        romeo.resumes("romeo", "two");
        assertThat(romeo.got())
                .contains("message/juliet:groupchat where art thou?")
                .noneMatch(one -> one.contains("unavailable"));
    }

    @Test
    void who_was_away_longer_than_the_ring_reaches_gets_it_from_the_log() {
        var romeo = world.client("romeo").joins("romeo");
        var nurse = world.client("nurse").joins("nurse");
        romeo.took();
        var position = romeo.position;
        world.room.dormant(romeo.jid());
        nurse.leaves();
        for (var i = 0; i <= Ring.ITEMS_MAX; i++) {
            if (i % 100 == 0) {
                world.passes(Duration.ofMinutes(1));
            }
            juliet.says("line " + i);
        }
        romeo.took();

        romeo.position = position;
        romeo.resumes("romeo", "one");
        var missed = romeo.got();
        assertThat(missed).startsWith("presence/nurse:unavailable", "message/juliet:groupchat line 0");
        assertThat(missed).hasSize(Ring.ITEMS_MAX + 2);
    }

    @Test
    void who_missed_as_many_messages_as_are_given_again_gets_them_all() {
        var romeo = missing(Reseating.ROWS_MAX - 1);
        romeo.resumes("romeo", "one");

        assertThat(romeo.got())
                .hasSize(Reseating.ROWS_MAX - 1)
                .startsWith("message/juliet:groupchat line 0")
                .endsWith("message/juliet:groupchat line " + (Reseating.ROWS_MAX - 2));
        assertThat(world.room.occupant(romeo.jid())).isPresent();
    }

    @Test
    void who_missed_one_more_is_not_in_the_room_any_more_and_told_so() {
        var romeo = missing(Reseating.ROWS_MAX);
        romeo.resumes("romeo", "one");

        assertThat(romeo.got()).last().isEqualTo("presence/romeo:unavailable 110 333");
        assertThat(world.room.occupant(romeo.jid())).isEmpty();
    }

    private RoomClient missing(int messages) {
        var romeo = world.client("romeo").joins("romeo");
        var position = romeo.position;
        world.room.dormant(romeo.jid());
        for (var i = 0; i < messages; i++) {
            if (i % 100 == 0) {
                world.passes(Duration.ofSeconds(20));
            }
            juliet.says("line " + i);
        }
        romeo.took();
        romeo.position = position;
        return romeo;
    }

    @Test
    void who_has_no_seat_any_more_is_told_so() {
        var romeo = world.client("romeo");
        romeo.position = 5;
        romeo.resumes("romeo", "one");

        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 333");
    }

    @Test
    void a_client_that_moves_leaves_nothing_behind() {
        var romeo = world.client("romeo", "garden", "two").joins("romeo");
        romeo.took();
        romeo.resumes("romeo", "three");

        assertThat(world.closed).containsExactly("two");
        assertThat(world.relayOn("three").seats).containsKey(romeo.jid());
    }
}
