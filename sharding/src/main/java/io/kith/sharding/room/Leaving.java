package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stanza.StanzaError.Condition;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.room.relay.Shown;
import io.kith.sharding.session.Via;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How occupants go: by themselves, by a lost connection, or put out (XEP-0045 §7.14, §18.1.2 on ghosts).
final class Leaving {

    /// How long a lost client keeps its seat: as long as it may resume, and a minute.
    static final Duration DORMANT_MAX = Duration.ofSeconds(3_660);

    /// How long the occupants of a node that died are shown, at least; spread so that not all leave at once.
    static final Duration LINGER = Duration.ofSeconds(60);

    private static final int LINGER_SPREAD_MILLIS = 10_000;

    /// Errors that say that nobody is there (§18.1.2).
    private static final Set<Condition> NOBODY_THERE = EnumSet.of(
            Condition.GONE,
            Condition.ITEM_NOT_FOUND,
            Condition.RECIPIENT_UNAVAILABLE,
            Condition.REDIRECT,
            Condition.REMOTE_SERVER_NOT_FOUND,
            Condition.REMOTE_SERVER_TIMEOUT);

    /// How long a room that begins without anybody waits for those who were in it when its node ended, before it ends
    /// too if it was not to last.
    static final Duration RETURN = Duration.ofMinutes(2);

    private final RoomMachine room;
    private @Nullable Instant desertedSince;
    private final LastWords lastWords = new LastWords();

    Leaving(RoomMachine room) {
        this.room = room;
    }

    void unavailable(Request request) {
        var words = request.stanza();
        var said =
                words.size() <= room.limits().presenceBytesMax() ? words : words.without(_ -> true); // it goes anyway
        room.occupant(request.from()).ifPresent(occupant -> depart(occupant, request.from(), said, Because.NOTHING));
        request.accept(); // from others silently ignored (§17.3)
    }

    /// An error instead of an answer: if nobody is there, it is a ghost.
    void bounced(Request request) {
        if (isNobodyThere(request.stanza())) {
            room.occupant(request.from())
                    .ifPresent(occupant -> depart(occupant, request.from(), request.stanza(), Because.of(333)));
        }
        request.accept();
    }

    static boolean isNobodyThere(Stanza error) {
        return error.child("error", Namespaces.CLIENT)
                .flatMap(StanzaError::from)
                .filter(told -> NOBODY_THERE.contains(told.condition()))
                .isPresent();
    }

    /// One client of an occupant goes; with the last the occupant does.
    ///
    /// @param words what it says in going
    void depart(Occupant occupant, Jid full, Stanza words, Because why) {
        var seat = occupant.seat(full).orElseThrow();
        var cleaned = room.faces().cleaned(words, occupant.address());
        var isLast = occupant.seats().size() == 1;
        var gone = room.faces().gone(occupant, cleaned, why);
        // clients wait for what they sent (muc#stable_id), not for what looks like it
        var id = words.isType("unavailable") ? words.id() : "";
        if (unseat(occupant, seat, cleaned, id, why)) {
            room.herald().show(occupant, Because.NOTHING);
        }
        if (isLast) {
            vanish(occupant, gone);
        }
        closeUnused(seat);
        emptied();
    }

    /// All clients of an occupant go, whether they like it or not.
    void evict(Occupant occupant, Because why) {
        var words = Stanza.presence(occupant.address(), null, "unavailable");
        var gone = room.faces().gone(occupant, words, why);
        var seats = List.copyOf(occupant.seats());
        for (var seat : seats) {
            unseat(occupant, seat, words, "", why);
        }
        vanish(occupant, gone);
        seats.forEach(this::closeUnused);
        emptied();
    }

    /// With the last in a room that was never configured the room ends, which it is told (§10.1.3).
    ///
    /// @return whether the presence of another client is to be shown now
    private boolean unseat(Occupant occupant, Seat seat, Stanza words, String id, Because why) {
        var isEnd = room.state().locked()
                && why.codes().isEmpty()
                && room.everybody().size() == 1
                && occupant.seats().size() == 1;
        var plain = isEnd ? room.configuring().end(occupant) : room.faces().farewell(occupant, seat.full(), words, why);
        var farewell = id.isEmpty() ? plain : plain.withId(id);
        say(seat, farewell, !why.codes().isEmpty() && !why.codes().contains(333));
        return room.occupants().unseat(occupant, seat.full());
    }

    /// Tells a client that it is out, through its relay. Why it was put out it learns even if its connection is lost:
    /// its user's owner keeps that for it.
    ///
    /// @param isVerdict whether it was put out, so that it must not come in again by itself
    void say(Seat seat, Stanza last, boolean isVerdict) {
        var edge = seat.edge();
        if (edge != null) {
            var now = seat.isLive() || !isVerdict ? List.of(last) : List.<Stanza>of();
            room.outside()
                    .relay(edge.node(), new RelayItem.Unseat(room.outside().mint(), seat.full(), now));
        }
        if (isVerdict && edge != null && seat.isLive()) {
            lastWords.writtenAt(edge, seat.full(), last, room.now());
        } else if (isVerdict) {
            leaveWithOwner(seat.full(), last);
        }
    }

    /// A client that is not in the room any more has lost that connection, with what was written to it last.
    void unheard(EdgeAddress at, Jid full) {
        var word = lastWords.lostAt(at, full);
        if (word != null && room.occupant(full).isEmpty()) {
            leaveWithOwner(full, word);
        }
    }

    private void leaveWithOwner(Jid full, Stanza word) {
        var isWithOwner = room.outside().tell(word.withTo(full));
        lastWords.unwritten(full, word, isWithOwner, room.now());
    }

    /// Tells a client that has come back and is not in the room why that is so, on its new connection; which forgets
    /// the room with that. What its user's owner has for it is not said twice.
    ///
    /// @param reason what it is told if nothing is known
    void putOut(Request request, Via via, String reason) {
        var full = request.from();
        if (!lastWords.isWithOwner(full)) {
            var known = lastWords.to(full);
            var word = known != null ? known : unexplained(full, request.nick(), reason, via.position() > 0);
            var node = via.edge().node();
            if (!room.occupants().hasSeatsOn(node)) {
                room.joining().open(node);
            }
            var outside = room.outside();
            outside.relay(node, new RelayItem.Seat(outside.mint(), full, via.edge(), request.nick(), Mark.NONE));
            outside.relay(node, new RelayItem.Unseat(outside.mint(), full, List.of(word)));
            if (known != null) {
                lastWords.writtenAt(via.edge(), full, word, room.now());
            }
            if (!room.occupants().hasSeatsOn(node)) {
                outside.close(node);
            }
        }
        request.accept();
    }

    /// The same for one that was told nothing of why it is out, for its relay could not be told.
    Stanza lastWord(Jid full, String nick) {
        var known = lastWords.to(full);
        return known != null ? known : unexplained(full, nick, "", true);
    }

    /// For a client that takes itself for an occupant and is none: what the room as it is now says about that
    /// (§7.2.18, §9.1, §10.9). Where there is no room any more it was destroyed; who is banned now was put out for
    /// that; else the client may well try to come in again (333).
    Stanza unexplained(Jid full, String nick, String reason, boolean wasIn) {
        var affiliation = room.affiliationOf(full);
        var item = Element.of("item", Namespaces.MUC_USER)
                .withAttribute("affiliation", affiliation.text())
                .withAttribute("role", "none");
        var x = Element.of("x", Namespaces.MUC_USER);
        if (wasIn && !room.state().exists()) {
            x = x.with(item, Element.of("destroy", Namespaces.MUC_USER), Faces.status(110));
        } else if (affiliation == Affiliation.OUTCAST) {
            x = x.with(item, Faces.status(110), Faces.status(301));
        } else {
            x = x.with(reason.isEmpty() ? item : item.with(Faces.reason(reason)), Faces.status(110), Faces.status(333));
        }
        return Stanza.presence(room.joining().occupantAddress(nick), null, "unavailable", x);
    }

    /// The client is in the room.
    void entered(Jid full) {
        lastWords.forget(full);
    }

    private void vanish(Occupant occupant, Shown gone) {
        room.occupants().remove(occupant);
        room.herald().leave(gone);
        room.herald().sizeChanged();
    }

    /// Lets go of the relay of a node that has no seat any more.
    void closeUnused(Seat seat) {
        if (seat.edge() != null && !room.occupants().hasSeatsOn(seat.edge().node())) {
            room.outside().close(seat.edge().node());
        }
    }

    /// A room that is not to last ends with its last occupant, and one that was never configured with its creator
    /// (§7.14, §10.1.3).
    void emptied() {
        desertedSince = null;
        var state = room.state();
        if (!state.exists() || !room.occupants().isEmpty()) {
            return;
        }
        if (state.locked()
                || (!state.config().is(RoomOptions.PERSISTENT)
                        && state.subscribers().isEmpty())) {
            room.configuring().destroy(room.jid().toString(), "", "");
        }
    }

    /// All go because the service does (XEP-0045 §11.2); each is told of itself alone, for nobody stays to see
    /// others leave.
    void unserved() {
        if (room.occupants().isEmpty()) {
            return;
        }
        for (var occupant : room.occupants().copy()) {
            var words = Stanza.presence(occupant.address(), null, "unavailable");
            for (var seat : List.copyOf(occupant.seats())) {
                unseat(occupant, seat, words, "", Because.of(332));
                closeUnused(seat);
            }
            room.occupants().remove(occupant);
        }
        room.herald().begin();
        emptied();
    }

    void dormant(Jid full) {
        room.occupant(full)
                .ifPresent(occupant ->
                        room.occupants().move(occupant, kept(occupant.seat(full).orElseThrow())));
    }

    void nodeGone(String node) {
        for (var occupant : room.occupants().copy()) {
            for (var seat : List.copyOf(occupant.seats())) {
                var edge = seat.edge();
                if (edge != null && edge.node().equals(node)) {
                    room.occupants().move(occupant, lingering(seat));
                }
            }
        }
        room.outside().close(node);
    }

    /// The seat of a client that may come back.
    Seat kept(Seat seat) {
        return seat.expiring(room.now().plus(DORMANT_MAX));
    }

    /// The seat of a client whose node is gone.
    Seat lingering(Seat seat) {
        var spread = Duration.ofMillis(room.terms().random().nextInt(LINGER_SPREAD_MILLIS));
        return new Seat(seat.full(), null, seat.presence(), seat.mark())
                .expiring(room.now().plus(LINGER).plus(spread));
    }

    /// The room has begun; who was in it before may come back.
    void deserted() {
        if (room.occupants().isEmpty()) {
            desertedSince = room.now();
        }
    }

    void expire(Instant now) {
        if (desertedSince != null && !now.isBefore(desertedSince.plus(RETURN))) {
            emptied();
        }
        lastWords.forgetOld(now);
        for (var occupant : room.occupants().copy()) {
            var expired = new ArrayList<Jid>();
            for (var seat : occupant.seats()) {
                var deadline = seat.expires();
                if (deadline != null && deadline.isBefore(now)) {
                    expired.add(seat.full());
                }
            }
            for (var full : expired) {
                depart(occupant, full, Stanza.presence(occupant.address(), null, "unavailable"), Because.NOTHING);
            }
        }
    }
}
