package io.kith.sharding.session;

import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.feature.Hooks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the account's sessions have to do with rooms (XEP-0045): stanzas go to a room over the link to it, behind the
/// session's rows, and no row of them is kept here.
final class RoomDesk {

    private final Owner owner;
    private @Nullable List<Jid> shutOut;

    RoomDesk(Owner owner) {
        this.owner = owner;
    }

    /// A message of a client. It is handled once the room has confirmed it, which is when the room or the recipient
    /// has stored it.
    void message(ClientSession session, long n, Jid room, Stanza message, Runnable done) {
        owner.messages.behindRows(session.id, () -> {
            if (!owner.peers.send(room, new Delivery(message, 0, true, null, session.id, n), done)) {
                owner.refuse(session, message, StanzaError.RESOURCE_CONSTRAINT);
                done.run();
            } else if (!message.isType("groupchat")) {
                owner.messages.copies(message, 0, Hooks.Direction.OUT, List.of(session));
            }
        });
    }

    /// Presence of a client to an occupant's address, or to the room's.
    void presence(ClientSession session, long n, Jid room, Stanza presence, Jid to) {
        if (!session.rooms.sends(presence, to)) {
            owner.refuse(session, presence, StanzaError.RESOURCE_CONSTRAINT);
            return;
        }
        owner.messages.behindRows(session.id, () -> {
            var edge = session.edge;
            var via = presence.isType("") && edge != null ? new Via(edge) : null;
            if (!owner.peers.send(room, new Delivery(presence, 0, false, via, session.id, n), () -> {})) {
                session.rooms.refused(to);
                owner.refuse(session, presence, StanzaError.RESOURCE_CONSTRAINT);
            }
        });
    }

    /// Occupants of rooms whom the account blocks one by one: what they say and show comes from the room's relay, past
    /// the owner, so connections leave it out.
    List<Jid> shutOut() {
        var known = shutOut;
        if (known == null) {
            known = owner.items(Kind.BLOCK).keySet().stream()
                    .sorted()
                    .map(Jid::parse)
                    .filter(blocked -> blocked.isFull() && owner.isRoom(blocked))
                    .toList();
            shutOut = known;
        }
        return known;
    }

    /// What the account blocks has changed: its sessions leave the rooms that it blocks as a whole (XEP-0191 §3.3).
    void blocksChanged() {
        shutOut = null;
        for (var session : owner.sessions.all()) {
            var unavailable = Stanza.presence(session.full, null, "unavailable");
            for (var presence : session.rooms.leave(unavailable, this::isBlocked)) {
                var to = presence.to();
                if (to != null) {
                    owner.messages.behindRows(session.id, () -> send(to.bare(), new Delivery(presence, 0, false)));
                }
            }
        }
    }

    private boolean isBlocked(Jid occupant) {
        return owner.services.features().blocks(owner, occupant);
    }

    /// The session goes on at another connection: its rooms turn to that, and send it what it has missed.
    void resumed(ClientSession session) {
        var edge = session.edge;
        if (edge == null) {
            return;
        }
        for (var room : session.rooms.positions()) {
            var reseat = Stanza.presence(session.full, room.occupant(), "");
            send(room.occupant().bare(), new Delivery(reseat, 0, false, new Via(edge, room.position(), room.sight())));
        }
    }

    /// The session has ended: it leaves its rooms, behind what it has said there. Where its client is again in a later
    /// session of the same address, it stays.
    void gone(ClientSession session, Stanza unavailable) {
        var back = owner.sessions.byResource(session.full.resource());
        for (var presence : session.rooms.leave(unavailable)) {
            var to = presence.to();
            if (to != null && (back == null || !back.rooms.isIn(to.bare()))) {
                owner.messages.behindRows(session.id, () -> send(to.bare(), new Delivery(presence, 0, false)));
            }
        }
    }

    /// Again and again until the room takes it: nobody else would tell the room.
    private void send(Jid room, Delivery delivery) {
        if (!owner.peers.send(room, delivery, () -> {})) {
            owner.outside.later(Backoff.MAX, () -> send(room, delivery));
        }
    }
}
