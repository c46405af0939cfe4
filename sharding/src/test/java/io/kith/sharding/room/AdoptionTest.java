package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.relay.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A room that comes to life elsewhere goes on with the occupants that its relays remember.
final class AdoptionTest {

    private final RoomWorld world = new RoomWorld();
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo", "garden", "two").joins("romeo");

    private List<Adopted> remembered(boolean dormant) {
        var all = new ArrayList<Adopted>();
        for (var occupant : world.room.everybody()) {
            var seats = occupant.seats().stream()
                    .map(seat -> new Adopted.Seated(seat.full(), seat.edge(), dormant, seat.mark()))
                    .toList();
            all.add(new Adopted(world.relayOn("one").shows(occupant.nick()), 5, false, seats));
        }
        return all;
    }

    private RoomMachine next(List<Adopted> present, List<Adopted> lingering) {
        var next = world.machine(RoomLimits.DEFAULT, RoomCreation.FREE, List.of());
        next.loaded(world.state);
        next.adopt(present, lingering);
        juliet.took();
        romeo.took();
        return next;
    }

    @Test
    void nobody_notices() {
        juliet.gives("romeo", "moderator");
        var next = next(remembered(false), List.of());

        assertThat(next.everybody().stream().map(Occupant::nick)).containsExactly("juliet", "romeo");
        assertThat(next.named("romeo").orElseThrow().role()).isEqualTo(Role.MODERATOR);
        assertThat(next.occupant(romeo.jid()).orElseThrow().user())
                .isEqualTo(romeo.jid().bare());
        assertThat(juliet.took()).isEmpty();
        assertThat(next.isIdle()).isFalse();
    }

    @Test
    void whom_only_others_remember_lingers_and_goes() {
        var all = remembered(false);
        var lost = new Adopted(
                all.getLast().shown(), 5, false, List.of(new Adopted.Seated(romeo.jid(), null, false, Mark.NONE)));
        var next = next(List.of(all.getFirst()), List.of(lost));
        assertThat(next.named("romeo")).isPresent();

        world.passes(Leaving.LINGER);
        next.tick();
        assertThat(next.named("romeo")).isPresent();
        world.passes(Duration.ofSeconds(11));
        next.tick();
        assertThat(next.named("romeo")).isEmpty();
    }

    /// The node died when the ban was stored and not told yet.
    @Test
    void who_was_banned_just_before_is_put_out() {
        becomes(Affiliation.OUTCAST);
        var next = next(remembered(false));

        assertThat(next.everybody().stream().map(Occupant::nick)).containsExactly("juliet");
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 301");
        assertThat(juliet.got()).containsExactly("presence/romeo:unavailable 301");
    }

    @Test
    void who_has_lost_its_place_in_a_members_only_room_just_before_is_put_out() {
        juliet.makes("romeo", "member");
        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));
        var all = remembered(false);
        assertThat(next(all).everybody()).hasSize(2);

        becomes(Affiliation.NONE);
        assertThat(next(all).everybody().stream().map(Occupant::nick)).containsExactly("juliet");
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 321");
    }

    /// The node died when it was stored and not told yet: who comes back to the room was shown whom it may not see now.
    @Test
    void who_was_hidden_just_before_has_changed_in_this_life() {
        var all = remembered(false);
        assertThat(next(all).named("romeo").orElseThrow().turned())
                .isEqualTo(world.relayOn("two").shows("romeo").turned());

        juliet.submits(FormField.of("muc#roomconfig_presencebroadcast", "moderator"));
        var told = world.relayOn("two").shows("romeo").turned();
        var next = next(all);
        assertThat(next.named("romeo").orElseThrow().turned()).isGreaterThan(told);
        assertThat(next.named("juliet").orElseThrow().turned())
                .as("moderators are not hidden")
                .isEqualTo(world.relayOn("two").shows("juliet").turned());
    }

    private void becomes(Affiliation affiliation) {
        var change = new RoomEvent.AffiliationsChanged.Change(romeo.jid().bare(), affiliation, "");
        world.state = world.state.after(
                new RoomEvent.AffiliationsChanged("juliet@verona.example", RoomWorld.START, List.of(change)));
    }

    /// As above, and what they are told of it is kept.
    private RoomMachine next(List<Adopted> present) {
        var next = world.machine(RoomLimits.DEFAULT, RoomCreation.FREE, List.of());
        next.loaded(world.state);
        juliet.took();
        romeo.took();
        next.adopt(present, List.of());
        return next;
    }

    @Test
    void dormant_seats_are_kept_for_who_comes_back() {
        var next = next(remembered(true), List.of());

        world.passes(Leaving.LINGER.plusSeconds(20));
        next.tick();
        assertThat(next.everybody()).hasSize(2);
    }

    @Test
    void a_persistent_one_is() {
        juliet.submits(FormField.of("muc#roomconfig_persistentroom", "1"));
        var next = next(List.of(), List.of());

        assertThat(next.state().exists()).isTrue();
        assertThat(next.isIdle()).isTrue();
    }

    @Test
    void a_room_that_ends_after_it_has_moved_is_listed_no_more() {
        var next = next(remembered(false), List.of());
        assertThat(world.listed).isNotNull();

        next.fromOwner(
                juliet.jid().bare(),
                Stanza.parse("<iq type='set' id='d1'><query xmlns='http://jabber.org/protocol/muc#owner'><destroy/>"
                                + "</query></iq>")
                        .withFrom(juliet.jid())
                        .withTo(RoomWorld.ROOM),
                null,
                Mark.NONE,
                () -> {});
        assertThat(world.state.exists()).isFalse();
        assertThat(world.listed).isNull();
    }

    @Test
    void a_temporary_room_waits_for_those_who_were_in_it_when_its_node_ended() {
        var next = next(List.of(), List.of());
        world.passes(Leaving.RETURN.minusSeconds(1));
        next.tick();
        assertThat(world.state.exists()).isTrue();

        world.passes(Duration.ofSeconds(1));
        next.tick();
        assertThat(world.state.exists()).isFalse();
    }
}
