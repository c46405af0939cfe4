package io.kith.node.transcript;

import io.kith.persistence.Stores;
import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.Buckets;
import io.kith.persistence.archive.Row;
import io.kith.proto.stanza.Stanza;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// An archive that tells what is in the logs of rooms, whoever wrote it.
final class RecordedRooms implements Archive {

    private final Archive archive;
    private final Map<String, SortedMap<Long, String>> logs = new ConcurrentHashMap<>();

    private RecordedRooms(Archive archive) {
        this.archive = archive;
    }

    /// The same stores with such an archive.
    static Stores in(Stores stores) {
        return new Stores(
                stores.accounts(),
                stores.states(),
                new RecordedRooms(stores.archive()),
                stores.lastSeen(),
                stores.privateXml(),
                stores.vcards(),
                stores.roomIndex());
    }

    /// The bodies of all messages in a room's log, by their ids.
    SortedMap<Long, String> of(String room) {
        return new TreeMap<>(logs.getOrDefault(room, new ConcurrentSkipListMap<>()));
    }

    @Override
    public CompletionStage<Void> append(UUID uid, long bucket, List<Row> rows) {
        return archive.append(uid, bucket, rows).thenAccept(_ -> rows.forEach(this::record));
    }

    private void record(Row row) {
        var stanza = Stanza.parse(row.stanza());
        var from = stanza.from();
        if (from != null && stanza.isType("groupchat")) {
            stanza.body()
                    .ifPresent(body -> logs.computeIfAbsent(from.bare().toString(), _ -> new ConcurrentSkipListMap<>())
                            .put(row.id(), body));
        }
    }

    @Override
    public CompletionStage<Void> replace(UUID uid, long bucket, Row row) {
        return archive.replace(uid, bucket, row);
    }

    @Override
    public CompletionStage<Long> head(UUID uid, Buckets buckets) {
        return archive.head(uid, buckets);
    }

    @Override
    public CompletionStage<List<Row>> after(UUID uid, Buckets buckets, long id, int limit) {
        return archive.after(uid, buckets, id, limit);
    }

    @Override
    public CompletionStage<List<Row>> before(UUID uid, Buckets buckets, long id, int limit) {
        return archive.before(uid, buckets, id, limit);
    }

    @Override
    public CompletionStage<Optional<Row>> find(UUID uid, Buckets buckets, long id) {
        return archive.find(uid, buckets, id);
    }

    @Override
    public CompletionStage<Void> erase(UUID uid, Buckets buckets) {
        return archive.erase(uid, buckets);
    }
}
