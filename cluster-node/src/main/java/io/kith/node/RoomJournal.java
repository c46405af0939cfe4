package io.kith.node;

import akka.actor.typed.ActorSystem;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.typed.PersistenceId;
import akka.stream.javadsl.Sink;
import io.kith.node.admin.RoomAdministration.Happening;
import io.kith.node.admin.RoomAdministration.HistoryPage;
import io.kith.proto.jid.Jid;
import io.kith.sharding.room.Room;
import io.kith.sharding.room.RoomEvent;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// What has happened to rooms, read back from the journal that they are made from, without waking them. Also of rooms
/// that are no more.
final class RoomJournal {

    /// Events of one page.
    static final int PAGE_MAX = 200;

    private final ActorSystem<?> system;

    RoomJournal(ActorSystem<?> system) {
        this.system = system;
    }

    /// Opened with the first question: the journal's tables are there by then.
    private CurrentEventsByPersistenceIdQuery events() {
        return PersistenceQuery.get(system)
                .getReadJournalFor(
                        CurrentEventsByPersistenceIdQuery.class,
                        system.settings().config().getString("kith.read-journal"));
    }

    /// One page of a room's history, oldest first.
    ///
    /// @param after the number of the last event that is known; 0 for none
    CompletionStage<HistoryPage> page(Jid room, long after) {
        var id = PersistenceId.of(Room.TYPE.name(), room.toString()).id();
        return events().currentEventsByPersistenceId(id, after + 1, Long.MAX_VALUE)
                .filter(envelope -> !(envelope.event() instanceof RoomEvent.BucketOpened))
                .take(PAGE_MAX)
                .runWith(Sink.seq(), system)
                .thenApply(RoomJournal::page);
    }

    private static HistoryPage page(List<EventEnvelope> envelopes) {
        var next = envelopes.size() < PAGE_MAX ? 0 : envelopes.getLast().sequenceNr();
        return new HistoryPage(
                envelopes.stream()
                        .filter(envelope -> envelope.event() instanceof RoomEvent)
                        .map(envelope -> happening(envelope.sequenceNr(), (RoomEvent) envelope.event()))
                        .toList(),
                next);
    }

    private static Happening happening(long number, RoomEvent event) {
        return new Happening(number, event.at().toString(), event.by(), RoomWords.of(event));
    }
}
