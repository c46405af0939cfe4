package io.kith.node;

import akka.NotUsed;
import akka.actor.ExtendedActorSystem;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.Offset;
import akka.persistence.query.ReadJournalProvider;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.stream.javadsl.Source;
import com.typesafe.config.Config;

/// Reads back what a [MemoryJournal] of the same scope keeps.
public final class MemoryReadJournal implements ReadJournalProvider {

    private final String scope;

    /// Called by Akka.
    public MemoryReadJournal(ExtendedActorSystem system, Config config) {
        this.scope = config.getString("scope");
    }

    @Override
    public akka.persistence.query.scaladsl.ReadJournal scaladslReadJournal() {
        return new akka.persistence.query.scaladsl.ReadJournal() {};
    }

    @Override
    public akka.persistence.query.javadsl.ReadJournal javadslReadJournal() {
        return new Events(scope);
    }

    private record Events(String scope) implements CurrentEventsByPersistenceIdQuery {

        @Override
        public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(
                String persistenceId, long fromSequenceNr, long toSequenceNr) {
            return Source.from(MemoryJournal.events(scope, persistenceId, fromSequenceNr, toSequenceNr).stream()
                    .map(event -> new EventEnvelope(
                            Offset.sequence(event.sequenceNr()),
                            event.persistenceId(),
                            event.sequenceNr(),
                            event.payload(),
                            event.timestamp()))
                    .toList());
        }
    }
}
