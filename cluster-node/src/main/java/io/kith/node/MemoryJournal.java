package io.kith.node;

import akka.dispatch.Futures;
import akka.persistence.AtomicWrite;
import akka.persistence.PersistentRepr;
import akka.persistence.journal.japi.AsyncWriteJournal;
import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import scala.concurrent.Future;

/// A journal in the heap, shared by all nodes of this runtime that name the same scope: what goes with stores in the
/// heap. Nothing survives.
public final class MemoryJournal extends AsyncWriteJournal {

    private static final ConcurrentMap<String, ConcurrentMap<String, ConcurrentSkipListMap<Long, PersistentRepr>>>
            SCOPES = new ConcurrentHashMap<>();

    private final ConcurrentMap<String, ConcurrentSkipListMap<Long, PersistentRepr>> journals;

    /// Called by Akka.
    public MemoryJournal(Config config) {
        journals = SCOPES.computeIfAbsent(config.getString("scope"), _ -> new ConcurrentHashMap<>());
    }

    /// What has happened to one entity, in order.
    static List<PersistentRepr> events(String scope, String persistenceId, long from, long to) {
        var entities = SCOPES.getOrDefault(scope, new ConcurrentHashMap<>());
        var events = entities.getOrDefault(persistenceId, new ConcurrentSkipListMap<>());
        return from > to
                ? List.of()
                : List.copyOf(events.subMap(from, true, to, true).values());
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> writes) {
        var outcomes = new ArrayList<Optional<Exception>>();
        for (var write : writes) {
            write.payload().foreach(event -> of(event.persistenceId()).put(event.sequenceNr(), event));
            outcomes.add(Optional.empty());
        }
        return Futures.successful(outcomes);
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        of(persistenceId).headMap(toSequenceNr, true).clear();
        return Futures.successful(null);
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
        if (from <= to) {
            of(persistenceId).subMap(from, true, to, true).values().stream()
                    .limit(max)
                    .toList()
                    .forEach(replay);
        }
        return Futures.successful(null);
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        var last = of(persistenceId).lastEntry();
        return Futures.successful(last == null ? 0L : last.getKey());
    }

    private ConcurrentSkipListMap<Long, PersistentRepr> of(String persistenceId) {
        return journals.computeIfAbsent(persistenceId, _ -> new ConcurrentSkipListMap<>());
    }
}
