package io.kith.persistence.roomindex;

import static java.util.concurrent.CompletableFuture.completedFuture;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.kith.persistence.cql.Cql;
import io.kith.persistence.cql.InOrder;
import io.kith.persistence.cql.TextOrder;
import io.kith.persistence.cql.Work;
import io.kith.proto.jid.Jid;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Tables `room_index` and `room_words`. Every room is in the part with `listed = false`, the whole
/// index; those that are listed are in the other one, too.
public final class CassandraRoomIndex implements RoomIndex {

    /// Never changes: rooms are stored by it.
    private static final int PARTS = 8;

    private static final boolean ALL = false;
    private static final boolean LISTED = true;

    private final Cql cql;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement find;
    private final PreparedStatement page;
    private final PreparedStatement insertWord;
    private final PreparedStatement deleteWord;
    private final PreparedStatement search;

    /// The index in the keyspace of `cql`. Blocks until the statements are prepared.
    public CassandraRoomIndex(Cql cql) {
        this.cql = cql;
        var columns = "SELECT local, name, description, lang, shown, temporary FROM %s.room_index"
                + " WHERE service = ? AND listed = ? AND part = ? AND local ";
        this.insert = cql.prepare("INSERT INTO %s.room_index (service, listed, part, local, name, description, lang,"
                + " shown, temporary) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        this.delete =
                cql.prepare("DELETE FROM %s.room_index WHERE service = ? AND listed = ? AND part = ? AND local = ?");
        this.find = cql.prepare(columns + "= ?");
        this.page = cql.prepare(columns + "> ? LIMIT ?");
        this.insertWord = cql.prepare("INSERT INTO %s.room_words (service, head, word, local) VALUES (?, ?, ?, ?)");
        this.deleteWord =
                cql.prepare("DELETE FROM %s.room_words WHERE service = ? AND head = ? AND word = ? AND local = ?");
        this.search = cql.prepare("SELECT local FROM %s.room_words WHERE service = ? AND head = ? AND word >= ?"
                + " AND word < ? LIMIT ?");
    }

    @Override
    public CompletionStage<Void> put(RoomEntry entry) {
        return listed(entry.room()).thenCompose(before -> {
            var now = entry.listed() ? Words.of(entry) : List.<String>of();
            var statements = new ArrayList<Statement<?>>();
            now.forEach(word -> statements.add(word(insertWord, entry.room(), word)));
            statements.add(insert(entry, ALL));
            if (entry.listed()) {
                statements.add(insert(entry, LISTED));
            } else {
                statements.add(delete(entry.room(), LISTED));
            }
            before.ifPresent(old -> gone(old, now).forEach(statements::add));
            return run(statements);
        });
    }

    @Override
    public CompletionStage<Void> remove(Jid room) {
        return listed(room).thenCompose(before -> {
            var statements = new ArrayList<Statement<?>>();
            before.ifPresent(old -> gone(old, List.of()).forEach(statements::add));
            statements.add(delete(room, LISTED));
            statements.add(delete(room, ALL));
            return run(statements);
        });
    }

    @Override
    public CompletionStage<List<RoomEntry>> page(String service, String afterLocal, int limit, boolean listedOnly) {
        RoomIndex.requirePage(limit);
        var parts = IntStream.range(0, PARTS).boxed().toList();
        return InOrder.map(
                        parts,
                        part -> cql.all(
                                Work.ARCHIVE,
                                page.bind(service, listedOnly, part.byteValue(), afterLocal, limit),
                                limit))
                .thenApply(found -> found.stream()
                        .flatMap(Collection::stream)
                        .map(row -> entry(service, row))
                        .sorted(Comparator.comparing(entry -> entry.room().local(), TextOrder.BYTES))
                        .limit(limit)
                        .toList());
    }

    @Override
    public CompletionStage<List<RoomEntry>> search(String service, String asked, int limit) {
        RoomIndex.requirePage(limit);
        var words = RoomIndex.requireWords(asked);
        var start = words.getFirst();
        // a room may have several such words, and words may be left of one that is gone
        var wordsMax = limit * Words.WORDS_MAX;
        return cql.all(
                        Work.ARCHIVE,
                        search.bind(service, Words.head(start), start, Words.beyond(start), wordsMax),
                        wordsMax)
                .thenCompose(rows -> {
                    var locals = new LinkedHashSet<String>();
                    rows.forEach(row -> locals.add(Objects.requireNonNull(row.getString("local"))));
                    return InOrder.map(
                            locals.stream().limit(limit).toList(), local -> listed(new Jid(local, service, "")));
                })
                .thenApply(found -> found.stream()
                        .flatMap(Optional::stream)
                        .filter(entry -> Words.are(entry, words))
                        .toList());
    }

    private CompletionStage<Void> run(List<Statement<?>> statements) {
        return InOrder.map(statements, statement -> cql.run(Work.ADMIN, statement))
                .thenCompose(_ -> completedFuture(null));
    }

    private CompletionStage<Optional<RoomEntry>> listed(Jid room) {
        return cql.one(Work.ARCHIVE, find.bind(room.domain(), LISTED, part(room), room.local()))
                .thenApply(found -> found.map(row -> entry(room.domain(), row)));
    }

    /// Takes out the words that the room had and has no more.
    private List<Statement<?>> gone(RoomEntry old, Collection<String> now) {
        var statements = new ArrayList<Statement<?>>();
        for (var word : Words.of(old)) {
            if (!now.contains(word)) {
                statements.add(word(deleteWord, old.room(), word));
            }
        }
        return statements;
    }

    private Statement<?> insert(RoomEntry entry, boolean listed) {
        var room = entry.room();
        return insert.bind(
                room.domain(),
                listed,
                part(room),
                room.local(),
                entry.name(),
                entry.description(),
                entry.language(),
                entry.listed(),
                entry.temporary());
    }

    private Statement<?> delete(Jid room, boolean listed) {
        return delete.bind(room.domain(), listed, part(room), room.local());
    }

    private static Statement<?> word(PreparedStatement change, Jid room, String word) {
        return change.bind(room.domain(), Words.head(word), word, room.local());
    }

    private static RoomEntry entry(String service, Row row) {
        return new RoomEntry(
                new Jid(Objects.requireNonNull(row.getString("local")), service, ""),
                text(row.getString("name")),
                text(row.getString("description")),
                text(row.getString("lang")),
                row.getBoolean("shown"),
                row.getBoolean("temporary"));
    }

    private static String text(@Nullable String column) {
        return column == null ? "" : column;
    }

    private static byte part(Jid room) {
        var crc = new CRC32C();
        crc.update(room.local().getBytes(StandardCharsets.UTF_8));
        return (byte) Long.remainderUnsigned(crc.getValue(), PARTS);
    }
}
