package io.kith.persistence.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The jars of a Cassandra server, which never meet ours.
///
/// @param jars in the order of their names; one of them is `cassandra-all`
public record CassandraRuntime(List<Path> jars) {

    public CassandraRuntime {
        jars = List.copyOf(jars);
        if (jars.stream().noneMatch(jar -> jar.getFileName().toString().startsWith("cassandra-all-"))) {
            throw new IllegalArgumentException("no cassandra-all among " + jars.size() + " jars");
        }
    }

    /// All jars of a directory.
    ///
    /// @throws LaunchFailure when it has no Cassandra
    public static CassandraRuntime in(Path directory) {
        try (var files = Files.list(directory)) {
            return new CassandraRuntime(files.filter(file -> file.toString().endsWith(".jar"))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList());
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchFailure("no Cassandra to run in " + directory.toAbsolutePath(), e);
        }
    }
}
