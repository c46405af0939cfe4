package io.kith.persistence.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// One real Cassandra, through a life.
@Timeout(120)
final class CassandraProcessIT {

    static final Path RUNTIME = Path.of("target", "cassandra", "lib");

    @TempDir
    private Path directory;

    @Test
    void is_started_guarded_restarted_and_stopped()
            throws InterruptedException, ExecutionException, TimeoutException, IOException {
        var settings = CassandraProcess.Settings.of(directory.resolve("cassandra"), CassandraRuntime.in(RUNTIME));
        var began = System.nanoTime();
        ProcessHandle first;
        ProcessHandle second;
        try (var cassandra = CassandraProcess.start(settings)) {
            var address = cassandra.ready().toCompletableFuture().get(100, TimeUnit.SECONDS);
            System.out.println("Cassandra was ready after " + Duration.ofNanos(System.nanoTime() - began));
            assertThat(cassandra.state()).isEqualTo(CassandraProcess.State.READY);
            assertAnswers(address.getPort());

            assertThatThrownBy(() -> CassandraProcess.start(settings))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("in use");

            first = cassandra.process().orElseThrow();
            assertThat(CassandraProcess.running(settings.directory())).contains(first);
            first.destroyForcibly();
            first.onExit().get(10, TimeUnit.SECONDS);
            while (cassandra.state() != CassandraProcess.State.READY
                    || cassandra.process().map(first::equals).orElse(true)) {
                TimeUnit.MILLISECONDS.sleep(50); // a real process has no other clock
            }
            second = cassandra.process().orElseThrow();
            assertAnswers(address.getPort());
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
                    CassandraProcess.start(CassandraProcess.Settings.of(home, CassandraRuntime.in(RUNTIME)))) {
                assertThat(left.isAlive()).isFalse();
                successor.ready().toCompletableFuture().get(100, TimeUnit.SECONDS);
            }
        } finally {
            node.destroyForcibly().waitFor();
        }
    }

    @Test
    void one_that_cannot_run_is_given_up_with_its_own_words() throws InterruptedException, IOException {
        Files.createDirectories(directory.resolve("lib"));
        Files.writeString(directory.resolve("lib/cassandra-all-0.jar"), "not a jar");
        var settings = CassandraProcess.Settings.of(
                directory.resolve("cassandra"), CassandraRuntime.in(directory.resolve("lib")));
        try (var cassandra = CassandraProcess.start(settings)) {
            assertThatThrownBy(() -> cassandra.ready().toCompletableFuture().get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(LaunchFailure.class)
                    .hasMessageContaining("CassandraDaemon");
            assertThat(cassandra.state()).isEqualTo(CassandraProcess.State.GIVEN_UP);
        }
        assertThat(cassandraCanBeTakenAgain()).isTrue();
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
