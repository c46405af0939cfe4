package io.kith.persistence.schema;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How the schema of a keyspace compares with what this server knows.
///
/// @param applied what was applied, in order
/// @param pending what this server knows and was not applied
/// @param problem why no server of this version may run on it, or apply anything to it
public record SchemaStatus(List<Applied> applied, List<Migration> pending, Optional<String> problem) {

    /// A step that was applied.
    public record Applied(int number, String name, String checksum, Instant at) {}

    /// The number of the last step applied, 0 for none.
    public int version() {
        return applied.isEmpty() ? 0 : applied.getLast().number();
    }

    static SchemaStatus compare(List<Applied> applied, List<Migration> known) {
        var pending = new ArrayList<Migration>();
        var problem = Optional.<String>empty();
        for (var migration : known) {
            var match = applied.stream()
                    .filter(step -> step.number() == migration.number())
                    .findAny();
            if (match.isEmpty()) {
                pending.add(migration);
            } else if (!match.get().checksum().equals(migration.checksum()) && problem.isEmpty()) {
                problem = Optional.of("step %d (%s) of the schema was applied as something else than this server's %s"
                        .formatted(migration.number(), match.get().name(), migration.name()));
            }
        }
        if (!applied.isEmpty() && applied.getLast().number() > known.getLast().number()) {
            problem = Optional.of("the schema is at version %d (%s), this server knows %d at most: run a newer one"
                    .formatted(
                            applied.getLast().number(),
                            applied.getLast().name(),
                            known.getLast().number()));
        }
        return new SchemaStatus(List.copyOf(applied), List.copyOf(pending), problem);
    }
}
