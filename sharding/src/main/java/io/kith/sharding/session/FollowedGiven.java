package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.sharding.edge.Out;
import io.kith.sharding.small.SmallQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// The events of followed rooms that a session was given and its client has not taken yet. They have no row in the
/// account's log; what they are is read from themselves. As many as the session may have under way.
final class FollowedGiven {

    /// Is told of each event that the client has taken.
    @FunctionalInterface
    interface Taken {
        void taken(Jid room, long id);
    }

    /// An event of a room.
    record Event(Jid room, long id) {}

    private record Given(long seq, Event event) {}

    private final Taken taken;
    private SmallQueue<Given> given = SmallQueue.none();

    FollowedGiven(Taken taken) {
        this.taken = taken;
    }

    /// The id of an event that a room sends to those who follow it; empty for every other stanza.
    static OptionalLong idOf(Stanza stanza) {
        return stanza.isMessage() && stanza.has("event", Namespaces.PUBSUB_EVENT)
                ? StanzaId.parse(stanza.id())
                : OptionalLong.empty();
    }

    /// The session was given this, with that outbound sequence.
    void given(long seq, Out out) {
        var id = out.logId() == 0 ? idOf(out.stanza()) : OptionalLong.empty();
        var from = id.isPresent() ? out.stanza().from() : null;
        if (from != null && from.isBare()) {
            given = given.with(new Given(seq, new Event(from, id.getAsLong())));
        }
    }

    /// The client has taken everything up to this sequence.
    void takenUpTo(long seq) {
        for (var next = given.peekFirst(); next != null && next.seq() <= seq; next = given.peekFirst()) {
            given.removeFirst();
            taken.taken(next.event().room(), next.event().id());
        }
    }

    /// The connection is gone; these are what came to it and the client has not.
    void park(long confirmedSeq, List<Out> unacked) {
        var waiting = events(unacked);
        var kept = new ArrayList<Given>();
        for (var each : given) {
            if (each.seq() > confirmedSeq || waiting.contains(each.event())) {
                kept.add(new Given(Long.MAX_VALUE, each.event()));
            } else {
                taken.taken(each.event().room(), each.event().id());
            }
        }
        given.clear();
        kept.forEach(each -> given = given.with(each));
    }

    /// These were acknowledged by the client when it came back.
    void takenOf(List<Out> outs) {
        events(outs).forEach(event -> taken.taken(event.room(), event.id()));
    }

    /// The connection has all but these; what it has is not followed further.
    void takenBut(List<Out> missed) {
        park(Long.MAX_VALUE - 1, missed);
        given.clear();
    }

    void clear() {
        given.clear();
    }

    /// All of them, in order.
    List<Event> all() {
        var all = new ArrayList<Event>();
        given.forEach(each -> all.add(each.event()));
        return all;
    }

    private static List<Event> events(List<Out> outs) {
        var events = new ArrayList<Event>();
        for (var out : outs) {
            var from = out.stanza().from();
            if (out.logId() == 0 && from != null) {
                idOf(out.stanza()).ifPresent(id -> events.add(new Event(from, id)));
            }
        }
        return events;
    }
}
