package io.kith.persistence.launcher;

import io.kith.persistence.cassandra.CassandraForTests;
import java.nio.file.Path;

/// The main class of a process that starts Cassandra and waits for its own end.
final class NodeToBeKilled {

    private NodeToBeKilled() {}

    public static void main(String[] arguments) throws InterruptedException {
        var settings = CassandraProcess.Settings.of(Path.of(arguments[0]), CassandraForTests.runtime());
        try (var _ = CassandraProcess.start(settings)) {
            Thread.currentThread().join();
        }
    }
}
