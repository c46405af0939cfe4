package io.kith.persistence.launcher;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.Buckets;
import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Retention;
import io.kith.persistence.archive.Row;
import io.kith.persistence.cassandra.CassandraForTests;
import io.kith.persistence.cassandra.CassandraSettings;
import io.kith.persistence.cassandra.CassandraStores;
import io.kith.persistence.failure.StoreException;
import io.kith.proto.jid.Jid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One real Cassandra, through a life.
@Timeout(400)
final class CassandraProcessIT {

    private static final Buckets BUCKETS = new Buckets(List.of(new Buckets.Bucket(1, 0)));

    @TempDir
    private Path directory;

    @Test
    void is_started_guarded_restarted_with_all_that_was_acknowledged_and_stopped()
            throws InterruptedException, ExecutionException, TimeoutException, IOException {
        var settings = settings(CassandraForTests.runtime());
        var began = System.nanoTime();
        ProcessHandle first;
        ProcessHandle second;
        try (var cassandra = CassandraProcess.start(settings)) {
            var address = cassandra.ready().toCompletableFuture().get(3, TimeUnit.MINUTES);
            System.out.println("Cassandra was ready after " + Duration.ofNanos(System.nanoTime() - began));
            assertThat(cassandra.state()).isEqualTo(CassandraProcess.State.READY);
            assertAnswers(address.getPort());

            assertThatThrownBy(() -> CassandraProcess.start(settings))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("in use");

            first = cassandra.process().orElseThrow();
            assertThat(CassandraProcess.running(settings.directory())).contains(first);
            first.destroy(); // as a service manager tells all processes of a service: it goes on
            try (var stores = stores(cassandra)) {
                var uid = UUID.randomUUID();
                long stored = appendUntilKilled(stores.stores().archive(), uid, first);
                first.onExit().get(1, TimeUnit.MINUTES);
                while (cassandra.state() != CassandraProcess.State.READY
                        || cassandra.process().map(first::equals).orElse(true)) {
                    TimeUnit.MILLISECONDS.sleep(50); // a real process has no other clock
                }
                second = cassandra.process().orElseThrow();
                assertThat(headAgain(stores.stores().archive(), uid)).isGreaterThanOrEqualTo(stored);
                assertThat(get(stores.stores().archive().tail(uid, BUCKETS, Archive.PAGE_MAX)))
                        .hasSizeGreaterThanOrEqualTo((int) Math.min(stored, Archive.PAGE_MAX));
            }
        }
        assertThat(second.isAlive()).isFalse();
        assertThat(CassandraProcess.running(settings.directory())).isEmpty();
        assertThat(directory.resolve("cassandra/pid")).doesNotExist();
    }

    @Test
    void ends_with_its_node_however_that_ends_and_never_meets_its_successor()
            throws InterruptedException, ExecutionException, TimeoutException, IOException {
        var home = directory.resolve("cassandra");
        var node = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeToBeKilled.class.getName(),
                        home.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("node.log").toFile())
                .start();
        try {
            while (CassandraProcess.running(home).isEmpty() && node.isAlive()) {
                TimeUnit.MILLISECONDS.sleep(50); // a real process has no other clock
            }
            var left = CassandraProcess.running(home)
                    .orElseThrow(() -> new AssertionError(read(directory.resolve("node.log"))));

            node.destroyForcibly().waitFor();
            try (var successor =
                    CassandraProcess.start(CassandraProcess.Settings.of(home, CassandraForTests.runtime()))) {
                assertThat(left.isAlive()).isFalse();
                successor.ready().toCompletableFuture().get(3, TimeUnit.MINUTES);
            }
        } finally {
            node.destroyForcibly().waitFor();
        }
    }

    @Test
    void one_that_cannot_run_is_given_up_with_its_own_words() throws InterruptedException, IOException {
        Files.createDirectories(directory.resolve("lib"));
        Files.writeString(directory.resolve("lib/cassandra-all-0.jar"), "not a jar");
        var settings = settings(CassandraRuntime.in(directory.resolve("lib")));
        try (var cassandra = CassandraProcess.start(settings)) {
            assertThatThrownBy(() -> cassandra.ready().toCompletableFuture().get(3, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("CassandraDaemon");
            assertThat(cassandra.state()).isEqualTo(CassandraProcess.State.GIVEN_UP);
        }
        assertThat(cassandraCanBeTakenAgain()).isTrue();
    }

    private CassandraProcess.Settings settings(CassandraRuntime runtime) {
        return new CassandraProcess.Settings(
                directory.resolve("cassandra"), runtime, 256, Duration.ofMinutes(2), Duration.ofMillis(20));
    }

    private static CassandraStores stores(CassandraProcess cassandra) {
        var settings = CassandraSettings.local(cassandra.address(), cassandra.dataCentre(), "process_it");
        try (var session = CassandraStores.session(settings)) {
            CassandraStores.schema(session, settings).apply();
        }
        return CassandraStores.open(settings, Retention.DEFAULT, new Random(1), InstantSource.system());
    }

    /// Appends one row after the other and kills the process with a row on its way; how many were acknowledged.
    private static long appendUntilKilled(Archive archive, UUID uid, ProcessHandle cassandra) {
        long id = 0;
        while (id < 500) {
            get(archive.append(uid, 1, row(id + 1)));
            id++;
        }
        var onItsWay = archive.append(uid, 1, row(id + 1));
        cassandra.destroyForcibly();
        try {
            get(onItsWay);
            return id + 1;
        } catch (StoreException e) {
            return id;
        }
    }

    /// The head, as soon as the stores have found their Cassandra again.
    private static long headAgain(Archive archive, UUID uid) throws InterruptedException {
        while (true) {
            try {
                return get(archive.head(uid, BUCKETS));
            } catch (StoreException e) {
                TimeUnit.MILLISECONDS.sleep(50); // a real process has no other clock
            }
        }
    }

    private static Row row(long id) {
        var peer = new Jid("romeo", "montague.example", "");
        return new Row(id, Direction.IN, peer, "", true, false, 0, "", 0, "", new byte[300]);
    }

    private boolean cassandraCanBeTakenAgain() throws IOException {
        DataLock.take(directory.resolve("cassandra/lock")).close();
        return true;
    }

    private static void assertAnswers(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
