package io.kith.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.hostile.Wire;
import io.kith.persistence.cassandra.CassandraSettings;
import io.kith.persistence.cassandra.CassandraStores;
import io.kith.persistence.launcher.CassandraProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One data directory with an embedded Cassandra through all that an operator does to it; one life, because each start
/// takes seconds.
final class CassandraScriptIT {

    private static final Script KITH = Script.ofTree();
    private static final String[] HEAP = {"--cassandra-heap-megabytes", "256"};

    @TempDir
    private Path directory;

    @Test
    void an_operator_does_all_to_stopped_and_running_data_and_nothing_is_left_behind() throws Exception {
        var data = directory.resolve("data");
        assertThat(on(data, "cassandra", "status").failed()).contains("no Cassandra runs on " + data);
        assertThat(on(data, "cassandra", "start").done()).contains("Cassandra answers on");
        var alone = CassandraProcess.running(data.resolve("cassandra")).orElseThrow();
        try {
            withoutANode(data, alone);
        } finally {
            assertThat(on(data, "cassandra", "stop").done()).contains("stopped");
        }
        assertThat(alone.isAlive()).isFalse();
        assertThat(on(data, "cassandra", "stop").failed()).contains("no Cassandra runs on " + data);

        // nothing runs now: the verb starts what it needs, and ends it
        assertThat(on(data, "user", "list").done())
                .contains("no node runs on")
                .containsPattern("(?m)^juliet@localhost");
        assertThat(CassandraProcess.running(data.resolve("cassandra"))).isEmpty();
        assertThat(data.resolve("kith.pid")).doesNotExist();

        withANode(data);
    }

    private static void withoutANode(Path data, ProcessHandle cassandra) throws Exception {
        assertThat(on(data, "cassandra", "start").done()).contains("it runs already and answers on");
        assertThat(on(data, "cassandra", "status").done())
                .contains("process " + cassandra.pid() + ", without a node, address");
        assertThat(on(data, "schema", "status").failed())
                .contains("not applied")
                .contains("no node of this version can run on it");
        var applied = on(data, "schema", "apply").done();
        assertThat(applied).contains("the schema is at version ").doesNotContain("not applied");

        assertThat(on(data, "user", "add", "juliet@localhost", "--password", "juliet")
                        .done())
                .contains("no node runs on", "added juliet@localhost");
        assertThat(on(data, "domain", "add", "verona.example").done()).contains("serving verona.example");
        assertThat(on(data, "schema", "status").done())
                .contains("the schema is at version ")
                .contains("keyspace kith: NetworkTopologyStrategy, datacenter1: 1")
                .contains("keyspace kith_journal: NetworkTopologyStrategy, datacenter1: 1")
                .doesNotContain("ALTER KEYSPACE");
        assertThat(cassandra.isAlive()).as("it was there before the verb").isTrue();

        aSchemaOfTheFutureIsNamed(data);
    }

    private static void aSchemaOfTheFutureIsNamed(Path data) throws Exception {
        var address = CassandraProcess.address(data.resolve("cassandra")).orElseThrow();
        try (var session =
                CassandraStores.session(CassandraSettings.local(address, CassandraProcess.DATA_CENTRE, "kith"))) {
            session.execute("INSERT INTO kith.schema_version (part, number, name, checksum, applied)"
                    + " VALUES (0, 999, 'of_the_future', 'x', toTimestamp(now()))");
            assertThat(on(data, "schema", "status").failed())
                    .contains("the schema is at version 999 (of_the_future)")
                    .contains("run a newer one");
            assertThat(on(data, "schema", "apply").failed()).contains("version 999");
            assertThat(on(data, "run", "--c2s-port", "0", "--c2s-tls-port", "0", "--admin-port", "0")
                            .failed())
                    .contains("kith: ")
                    .contains("version 999");
            session.execute("DELETE FROM kith.schema_version WHERE part = 0 AND number = 999");
        }
    }

    private static void withANode(Path data) throws Exception {
        try (var node = new NodeProcess(data, with(HEAP, "--allow-plaintext", "--limits", "off"))) {
            node.awaitReady();
            assertThat(on(data, "cassandra", "status").done()).contains("part of a node");
            assertThat(on(data, "cassandra", "stop").failed()).contains("part of a node; `kith stop` stops both");
            assertThat(on(data, "run").failed()).contains("in use by another node (process " + node.pid() + ")");
            assertThat(on(data, "domain", "list").done()).contains("localhost", "verona.example");
            assertThat(on(data, "user", "passwd", "juliet@localhost", "--password", "juliet")
                            .done())
                    .contains("changed")
                    .doesNotContain("no node runs");

            anotherClusterIsKeptOff(data);
            on(data, "user", "add", "romeo@localhost", "--password", "romeo").done();
            try (var faults = new StoreFaults(node)) {
                faults.itHangs();
                faults.itDies();
            }
            var cassandra = node.cassandra().orElseThrow();

            try (var juliet = online(node)) {
                assertThat(node.terminate()).isTrue();
                assertThat(juliet.rest()).contains("<system-shutdown");
            }
            assertThat(cassandra.isAlive()).isFalse();
        }
        assertThat(data.resolve("kith.pid")).doesNotExist();
        assertThat(CassandraProcess.running(data.resolve("cassandra"))).isEmpty();
    }

    private static void anotherClusterIsKeptOff(Path data) throws Exception {
        var address = CassandraProcess.address(data.resolve("cassandra")).orElseThrow();
        var refused = on(
                        data.resolveSibling("elsewhere"),
                        "user",
                        "disable",
                        "juliet@localhost",
                        "--cassandra",
                        address.getHostString() + ":" + address.getPort())
                .failed();
        assertThat(refused)
                .containsPattern("kith: another cluster lives on the keyspace kith: its node 127\\.0\\.0\\.1:\\d+ ")
                .contains("--seed-nodes 127.0.0.1:")
                .contains("--data");
    }

    private static Wire online(NodeProcess node) throws IOException {
        var wire = Wire.connect("127.0.0.1", node.c2s().getPort()).login("juliet", "balcony");
        wire.send("<presence/>").until("<presence");
        return wire;
    }

    private static Script.Ended on(Path data, String... words) throws IOException, InterruptedException {
        return KITH.run(with(words, "--data", data.toString()));
    }

    private static String[] with(String[] words, String... more) {
        var all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
