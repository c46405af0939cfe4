package io.kith.persistence.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.kith.persistence.schema.SchemaStatus.Applied;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/// The schema of one keyspace. Every method blocks: for start-up and operators.
public final class Schema {

    /// Changing the schema takes Cassandra longer than other requests.
    private static final Duration STATEMENT_MAX = Duration.ofSeconds(60);

    /// Whoever applies and dies holds the others off no longer than this. Renewed before each statement.
    private static final Duration LOCK_MAX = STATEMENT_MAX.multipliedBy(2);

    private static final int LOCK = 0;

    private final CqlSession session;
    private final String keyspace;
    private final Map<String, Integer> replication;
    private final List<Migration> known;

    /// The schema of this keyspace, which need not be there yet.
    ///
    /// @param replication how many copies each data centre has, for a keyspace that is made here
    public Schema(CqlSession session, String keyspace, Map<String, Integer> replication) {
        this(session, keyspace, replication, Migration.all());
    }

    Schema(CqlSession session, String keyspace, Map<String, Integer> replication, List<Migration> known) {
        this.session = session;
        this.keyspace = keyspace;
        this.replication = Map.copyOf(replication);
        this.known = known;
    }

    /// How it compares with what this server knows; changes nothing.
    public SchemaStatus status() {
        var hasVersions = session.execute(statement(
                                "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ? AND table_name = ?",
                                keyspace,
                                "schema_version"))
                        .one()
                != null;
        return SchemaStatus.compare(hasVersions ? applied() : List.of(), known);
    }

    /// Brings it to what this server knows; nothing happens when it is there already. Of several that apply at once one
    /// does.
    ///
    /// @throws SchemaMismatch when it is newer or differs, or somebody else is applying
    public SchemaStatus apply() {
        return bring(() -> {
            var me = UUID.randomUUID().toString();
            lock(me);
            try {
                applyPending(() -> keep(me));
            } finally {
                unlock(me);
            }
        });
    }

    /// As [#apply], where nobody else can be applying: what was locked is the lock of one who is no more.
    ///
    /// @throws SchemaMismatch when it is newer or differs
    public SchemaStatus applyAlone() {
        return bring(() -> applyPending(() -> {}));
    }

    private SchemaStatus bring(Runnable there) {
        var before = status();
        requireNoProblem(before);
        if (before.pending().isEmpty()) {
            return before;
        }
        execute("CREATE KEYSPACE IF NOT EXISTS %s WITH replication = {'class': 'NetworkTopologyStrategy', %s}"
                .formatted(keyspace, copies()));
        execute(("CREATE TABLE IF NOT EXISTS %s.schema_version (part int, number int, name text, checksum text,"
                        + " applied timestamp, PRIMARY KEY (part, number))")
                .formatted(keyspace));
        there.run();
        return status();
    }

    private void applyPending(Runnable beforeEach) {
        for (var migration : status().pending()) {
            apply(migration, beforeEach);
        }
    }

    /// Checks that this server can run on it.
    ///
    /// @throws SchemaMismatch when it can't
    public void requireUsable() {
        var status = status();
        requireNoProblem(status);
        if (!status.pending().isEmpty()) {
            throw new SchemaMismatch(
                    "the schema of keyspace %s is at version %d, this server needs %d: apply the schema"
                            .formatted(
                                    keyspace, status.version(), known.getLast().number()));
        }
    }

    private void requireNoProblem(SchemaStatus status) {
        status.problem().ifPresent(problem -> {
            throw new SchemaMismatch("keyspace " + keyspace + ": " + problem);
        });
    }

    private void apply(Migration migration, Runnable beforeEach) {
        for (var statement : migration.statements()) {
            beforeEach.run();
            session.execute(SimpleStatement.builder(statement)
                    .setKeyspace(keyspace)
                    .setTimeout(STATEMENT_MAX)
                    .build());
        }
        session.execute(statement(
                "INSERT INTO " + keyspace
                        + ".schema_version (part, number, name, checksum, applied) VALUES (0, ?, ?, ?, toTimestamp(now()))",
                migration.number(),
                migration.name(),
                migration.checksum()));
    }

    private List<Applied> applied() {
        return session
                .execute(statement("SELECT number, name, checksum, applied FROM " + keyspace
                        + ".schema_version WHERE part = 0 AND number > 0"))
                .all()
                .stream()
                .map(row -> new Applied(
                        row.getInt("number"),
                        Objects.requireNonNullElse(row.getString("name"), ""),
                        Objects.requireNonNullElse(row.getString("checksum"), ""),
                        Objects.requireNonNullElse(row.getInstant("applied"), Instant.EPOCH)))
                .toList();
    }

    private void lock(String me) {
        var locked = session.execute(statement(
                        "INSERT INTO " + keyspace + ".schema_version (part, number, name) VALUES (0, ?, ?)"
                                + " IF NOT EXISTS USING TTL ?",
                        LOCK,
                        me,
                        (int) LOCK_MAX.toSeconds()))
                .wasApplied();
        if (!locked) {
            throw new SchemaMismatch(
                    "keyspace " + keyspace + ": somebody else is applying the schema, or was ended while they did: try"
                            + " again in " + LOCK_MAX.toMinutes() + " minutes at most");
        }
    }

    private void keep(String me) {
        var kept = session.execute(statement(
                        "UPDATE " + keyspace + ".schema_version USING TTL ? SET name = ? WHERE part = 0 AND number = ?"
                                + " IF name = ?",
                        (int) LOCK_MAX.toSeconds(),
                        me,
                        LOCK,
                        me))
                .wasApplied();
        if (!kept) {
            throw new SchemaMismatch("keyspace " + keyspace + ": this took so long that another may be applying the"
                    + " schema; look at its status and apply it again");
        }
    }

    private void unlock(String me) {
        session.execute(statement(
                "DELETE FROM " + keyspace + ".schema_version WHERE part = 0 AND number = ? IF name = ?", LOCK, me));
    }

    private String copies() {
        return replication.entrySet().stream()
                .map(entry -> "'%s': %d".formatted(entry.getKey().replace("'", "''"), entry.getValue()))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private void execute(String cql) {
        session.execute(statement(cql));
    }

    private static SimpleStatement statement(String cql, Object... values) {
        return SimpleStatement.builder(cql)
                .addPositionalValues(values)
                .setTimeout(STATEMENT_MAX)
                .build();
    }
}
