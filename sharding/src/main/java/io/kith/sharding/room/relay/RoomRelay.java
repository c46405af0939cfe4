package io.kith.sharding.room.relay;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kith.proto.jid.Jid;
import io.kith.sharding.link.Announcement;
import io.kith.sharding.link.Gap;
import io.kith.sharding.link.LinkReceiver;
import io.kith.sharding.link.Received;
import io.kith.sharding.log.Chronicle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// What one room has on one node: the end of the room's link, and the seats. Free of actors.
///
/// Confirms what it has taken when [#confirm] is called, every few milliseconds. Lives as long as it has seats.
final class RoomRelay {

    /// Without seats it ends after as many signs of life.
    static final int EMPTY_TICKS_MAX = 2;

    /// An item that is larger is none: what the room does not say.
    static final int ITEM_BYTES_MAX = 64 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(RoomRelay.class);

    private final Jid room;
    private final String node;
    private final Rooms rooms;
    private final Seats seats;
    private LinkReceiver<Piece> link = new LinkReceiver<>();
    private ByteString part = ByteString.EMPTY;
    private boolean closed;
    private int emptyTicks;

    RoomRelay(Jid room, String node, Seats.Connections connections, Rooms rooms) {
        this.room = room;
        this.node = node;
        this.rooms = rooms;
        this.seats =
                new Seats(room, connections, (full, edge) -> rooms.tell(room, new FromRelay.Dormant(room, full, edge)));
    }

    /// What the room says.
    void take(ToRelay message) {
        emptyTicks = 0;
        var before = link.epoch();
        var isNew = link.accepted() == 0 && seats.areUntold();
        switch (message) {
            case ToRelay.Said said -> {
                var received = link.receive(said.epoch(), said.first(), said.pieces());
                if (link.epoch() != before) {
                    part = ByteString.EMPTY;
                }
                act(received, isNew);
            }
            case ToRelay.Stood stood
            when isNew && stood.base() > 1 ->
                // somebody has heard what came before, who is no more
                rooms.tell(room, new FromRelay.Missing(room, node, stood.epoch(), FromRelay.Missing.ALL));
            case ToRelay.Stood stood -> {
                var heard = link.announced(new Announcement(stood.epoch(), stood.since(), stood.base(), stood.last()));
                if (link.epoch() != before) {
                    part = ByteString.EMPTY;
                }
                act(heard, isNew);
            }
            case ToRelay.Ask ask -> answer(ask.epoch());
            case ToRelay.Close close -> closed = close.epoch() >= link.epoch() && seats.isEmpty();
        }
    }

    /// Clients that it has.
    int seats() {
        return seats.size();
    }

    /// Stanzas that it has given to connections so far.
    long written() {
        return seats.written();
    }

    /// Whether clients still wait for what is being said: call [#goOn] once others have had their turn.
    boolean isBusy() {
        return seats.isBusy();
    }

    /// Tells a few more of them.
    void goOn() {
        seats.goOn();
    }

    /// Says how far it is, if it has heard something since it last did.
    void confirm() {
        seats.finish();
        link.confirmation()
                .ifPresent(confirmation -> rooms.tell(
                        room, new FromRelay.Confirmed(room, node, confirmation.epoch(), confirmation.upTo())));
    }

    /// A few seconds have passed: gives a sign of life.
    void tick() {
        if (seats.isEmpty()) {
            emptyTicks++;
        } else {
            rooms.tell(room, new FromRelay.Alive(room, node, link.epoch()));
        }
    }

    /// Whether it may go.
    boolean isOver() {
        return seats.isEmpty() && (closed || emptyTicks >= EMPTY_TICKS_MAX);
    }

    /// Answers a question that no relay has heard, for there is none.
    static void answerNothing(Rooms rooms, Jid room, String node, long epoch) {
        answer(rooms, room, node, epoch, Holding.NOTHING);
    }

    private void answer(long epoch) {
        if (epoch > link.epoch()) {
            link = new LinkReceiver<>(epoch, 1); // nothing more of the life before
            part = ByteString.EMPTY;
        }
        if (epoch == link.epoch()) {
            answer(rooms, room, node, epoch, seats.holding());
        } else {
            rooms.tell(room, new FromRelay.Missing(room, node, link.epoch(), Gap.UNKNOWN));
        }
    }

    private static void answer(Rooms rooms, Jid room, String node, long epoch, Holding holding) {
        var parts = RelayBytes.parts(holding);
        for (var i = 0; i < parts.size(); i++) {
            rooms.tell(room, new FromRelay.Held(room, node, epoch, i, parts.size(), parts.get(i)));
        }
    }

    private void act(Received<Piece> received, boolean isNew) {
        switch (received) {
            case Received.Accept<Piece>(var pieces) -> pieces.forEach(this::take);
            case Received.Missing<Piece>(var gap) ->
                rooms.tell(
                        room,
                        new FromRelay.Missing(room, node, gap.epoch(), isNew ? FromRelay.Missing.ALL : gap.from()));
            case Received.StaleEpoch<Piece>(var current) ->
                rooms.tell(room, new FromRelay.Missing(room, node, current, Gap.UNKNOWN));
            case Received.Duplicate<Piece> _, Received.Early<Piece> _ -> {
                // nothing new
            }
        }
    }

    private void take(Piece piece) {
        part = part.concat(piece.bytes());
        if (part.size() > ITEM_BYTES_MAX) {
            throw new IllegalStateException("an item of " + part.size() + " bytes");
        }
        if (!piece.last()) {
            return;
        }
        var whole = part;
        part = ByteString.EMPTY;
        try {
            seats.take(RelayBytes.item(whole));
        } catch (InvalidProtocolBufferException unknown) {
            try (var _ = MDC.putCloseable(Chronicle.ROOM, room.toString())) {
                LOG.warn("{} says what this node does not understand", room, unknown);
            }
        }
    }
}
