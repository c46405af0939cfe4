package io.kith.sharding.room;

import io.kith.persistence.archive.Row;
import io.kith.persistence.roomindex.RoomEntry;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.relay.RelayItem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All that a room does to the world. The actor carries it; tests carry it in one thread.
///
/// What is handed over to run later runs as a turn of the room's own, never beside another one, or never at all when
/// the room has stopped.
public interface RoomOutside {

    Instant now();

    /// The next id of the room's log: above every one before it.
    long mint();

    /// Journals the events, then runs `then`. The room takes nothing else meanwhile.
    void persist(List<RoomEvent> events, Runnable then);

    /// Writes a row of the log; once it is stored, `said` leaves for the relays, `out` runs, and then `stored`. One
    /// queue
    /// with [#relay]: what is given later leaves later.
    ///
    /// @param out runs in the order of rows; `stored` of a later row may run before it
    /// @param impossible runs instead when the row was not and will not be written
    void append(Row row, RelayItem said, Runnable out, Runnable stored, Runnable impossible);

    /// Runs a turn in that queue: now, or when all rows given before have left.
    void behindRows(Runnable turn);

    /// To the relays of all nodes that have seats.
    void relay(RelayItem item);

    /// To the relay of one node.
    void relay(String node, RelayItem item);

    /// Runs once relays have all that was said to them so far, or are gone: what follows by another way follows it.
    void whenHeard(Runnable then);

    /// The same for the relay of one node: runs at once when nothing is said to it.
    void whenHeard(String node, Runnable then);

    /// Runs once the log of a room that is no more is erased, or can't be for now.
    void whenErased(Runnable then);

    /// No seat of the room is on that node any more.
    void close(String node);

    /// Whether there is a way to that user: no account of another server can be told anything.
    boolean reaches(Jid user);

    /// To one user, outside the room's traffic, by way of the user's owner.
    ///
    /// @param store whether the user's owner keeps it until it is taken
    /// @param done runs when the owner has taken it on
    void send(Stanza stanza, boolean store, Runnable done);

    /// The same, for a user who keeps it, and who recognises by `id` what an earlier life of the room has sent already.
    void send(Stanza stanza, long id, Runnable done);

    /// To the owner of one user, in the order of these calls.
    ///
    /// @return false when that owner takes nothing: it was not sent, and will not be
    boolean tell(Stanza stanza);

    /// The oldest rows above an id; the turn waits until they can be read.
    void read(long afterId, int limit, Consumer<List<Row>> turn);

    /// The newest rows, oldest first; the turn waits until they can be read.
    void tail(int limit, Consumer<List<Row>> turn);

    /// Writes a row of the log anew under its id.
    void replace(Row row, Runnable done);

    /// Puts the room into the index of rooms, or changes what is said of it there.
    void index(RoomEntry entry);

    /// Takes the room out of that index.
    void unindex();

    /// Runs a turn with the value or the failure of `stage`.
    <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn);

    /// Runs a turn after this time.
    void later(Duration delay, Runnable turn);
}
