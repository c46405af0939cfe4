package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.xml.Element;
import io.kith.sharding.session.FollowWord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Who gets the room's messages without joining: which of them lose that with what happens, and who is told.
public final class Subscribers {

    private final RoomMachine room;

    Subscribers(RoomMachine room) {
        this.room = room;
    }

    /// Whether that user has subscribed.
    public boolean has(Jid user) {
        return room.state().subscribers().containsKey(user.bare());
    }

    /// A subscriber speaks without having joined: as whom it is there by another client, else under the nickname of its
    /// subscription.
    Optional<Occupant> speaker(Jid full) {
        var subscription = room.state().subscribers().get(full.bare());
        if (subscription == null) {
            return Optional.empty();
        }
        return room.occupantsOf(full).stream()
                .findFirst()
                .or(() -> Optional.of(new Occupant(
                        room.joining().occupantAddress(subscription.nick()),
                        full.bare(),
                        room.joining().roleOf(full, room.affiliationOf(full)),
                        0)));
    }

    /// The user's owner is to remember it.
    ///
    /// @param byOthers whether it was another than the user who wanted that
    /// @param done is told whether it does: an owner that does not has taken the subscription back
    public void remember(Jid user, RoomState.Subscription subscription, boolean byOthers, Consumer<Boolean> done) {
        var word = new FollowWord.Subscribed(
                subscription.nick(), subscription.nodes(), room.outside().mint(), byOthers);
        Runnable answered = () -> done.accept(has(user));
        room.outside().send(word.message(room.jid(), user), false, () -> {
            if (!room.operate(answered)) { // else behind what the owner has said before it confirmed
                answered.run();
            }
        });
    }

    /// These events and the subscriptions that end with them: of who is banned, who is no member where only members
    /// are, and where only members subscribe of who is none any more, or of all others from then on.
    List<RoomEvent> withEnds(List<RoomEvent> events) {
        var concerned = new TreeSet<String>();
        var everybody = false;
        for (var event : events) {
            switch (event) {
                case RoomEvent.AffiliationsChanged changed ->
                    changed.changes()
                            .forEach(change -> concerned.add(change.jid().toString()));
                case RoomEvent.Configured _ -> everybody = true;
                default -> {
                    // says nothing of who may be here
                }
            }
        }
        if (room.state().subscribers().isEmpty() || (concerned.isEmpty() && !everybody)) {
            return events;
        }
        var next = room.state();
        for (var event : events) {
            next = next.after(event);
        }
        var all = new ArrayList<>(events);
        for (var user : next.subscribers().keySet()) {
            if ((everybody || concerned.contains(user.toString()) || concerned.contains(user.domain()))
                    && !mayStay(user, room.state(), next)) {
                all.add(new RoomEvent.Unsubscribed(events.getFirst().by(), room.now(), user));
            }
        }
        return all;
    }

    private boolean mayStay(Jid user, RoomState before, RoomState after) {
        var affiliation = room.affiliationOf(user, after);
        if (affiliation.isAtLeast(Affiliation.MEMBER)) {
            return true;
        }
        if (affiliation == Affiliation.OUTCAST || after.config().is(RoomOptions.MEMBERS_ONLY)) {
            return false;
        }
        var wasForThis = before.config().is(MucSub.FOR_ALL)
                || room.affiliationOf(user, before).isAtLeast(Affiliation.MEMBER);
        return after.config().is(MucSub.FOR_ALL) || !wasForThis; // a moderator's wish stays
    }

    /// Something has happened: tells whom it concerns that there are subscriptions, or none any more. A room that is
    /// destroyed tells only those who are there; others learn it when they ask.
    @SuppressWarnings("ReferenceEquality") // a state whose subscribers change has another map
    void changed(RoomState before) {
        var now = room.state();
        if (before.subscribers() == now.subscribers()) {
            return;
        }
        var ended = new HashSet<>(before.subscribers().keySet());
        ended.removeAll(now.subscribers().keySet());
        if (!now.exists()) {
            ended.retainAll(room.followers().all());
        }
        for (var user : ended) {
            room.followers().forget(user);
            room.outside().tell(new FollowWord.Unsubscribed().message(room.jid(), user));
        }
        if (!now.exists()) {
            return;
        }
        announce("unsubscribe", ended, before);
        var begun = new HashSet<>(now.subscribers().keySet());
        begun.removeAll(before.subscribers().keySet());
        announce("subscribe", begun, now);
        if (!ended.isEmpty()) {
            room.leaving().emptied(); // a room that is not to last has lasted for their sake
        }
    }

    private void announce(String name, Set<Jid> users, RoomState known) {
        for (var user : users) {
            var subscription = known.subscribers().get(user);
            if (subscription != null) {
                var closed = Element.of(name, Namespaces.MUCSUB).withAttribute("nick", subscription.nick());
                room.followers().news(MucSub.SUBSCRIBERS, closed.withAttribute("jid", user), closed);
            }
        }
    }
}
