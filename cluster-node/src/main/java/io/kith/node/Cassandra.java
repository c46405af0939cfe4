package io.kith.node;

import io.kith.node.settings.Settings;
import io.kith.persistence.cassandra.CassandraSettings;
import io.kith.persistence.launcher.CassandraProcess;
import io.kith.persistence.launcher.CassandraRuntime;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The Cassandra of a node: the one that the settings name, or one of its own beside it, from open to close.
///
/// One that `kith cassandra start` runs on the same data is used, and left running.
public final class Cassandra implements AutoCloseable {

    private final CassandraSettings settings;
    private final boolean embedded;
    private final @Nullable CassandraProcess process;

    private Cassandra(CassandraSettings settings, boolean embedded, @Nullable CassandraProcess process) {
        this.settings = settings;
        this.embedded = embedded;
        this.process = process;
    }

    /// Where an embedded one keeps its data.
    public static Path directory(Settings settings) {
        return settings.data().resolve("cassandra");
    }

    /// Finds it, or starts it and waits until it answers.
    ///
    /// @throws io.kith.persistence.launcher.LaunchFailure when it can't be run
    public static Cassandra open(Settings settings) throws IOException {
        if (!settings.cassandra().embedded()) {
            return new Cassandra(named(settings.cassandra()), false, null);
        }
        var directory = directory(settings);
        var running = CassandraProcess.address(directory);
        return running.isPresent()
                ? new Cassandra(local(running.get(), settings), true, null)
                : started(settings, directory);
    }

    private static Cassandra started(Settings settings, Path directory) throws IOException {
        try {
            var usual = CassandraProcess.Settings.of(directory, runtime());
            var process = CassandraProcess.start(new CassandraProcess.Settings(
                    directory, usual.runtime(), settings.cassandra().heapMegabytes(), usual.startMax(), usual.pause()));
            try {
                var address = process.ready().toCompletableFuture().get();
                return new Cassandra(local(address, settings), true, process);
            } catch (ExecutionException e) {
                process.close();
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IOException("Cassandra did not start", e.getCause());
            } catch (InterruptedException e) {
                process.close();
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Cassandra started", e);
        }
    }

    /// The jars of an embedded one, where the launcher has put them.
    static CassandraRuntime runtime() {
        return CassandraRuntime.in(
                Path.of(System.getProperty("kith.cassandra.lib", "persistence/target/cassandra/lib")));
    }

    private static CassandraSettings local(InetSocketAddress address, Settings settings) {
        return CassandraSettings.local(
                address, CassandraProcess.DATA_CENTRE, settings.cassandra().keyspace());
    }

    private static CassandraSettings named(Settings.Cassandra settings) throws IOException {
        try {
            return new CassandraSettings(
                    settings.contactPoints().stream()
                            .map(point -> new InetSocketAddress(point.getHostString(), point.getPort()))
                            .toList(),
                    settings.dataCentre(),
                    settings.username(),
                    settings.password(),
                    settings.tls() ? SSLContext.getDefault() : null,
                    settings.keyspace(),
                    settings.replication());
        } catch (NoSuchAlgorithmException e) {
            throw new IOException("this Java runtime has no TLS", e);
        }
    }

    /// How to talk to it.
    public CassandraSettings settings() {
        return settings;
    }

    /// Whether it is on this node's data, so that nobody else cares for its schema.
    public boolean embedded() {
        return embedded;
    }

    /// What is wrong with a process of our own.
    Optional<String> trouble() {
        return process == null || process.state() == CassandraProcess.State.READY
                ? Optional.empty()
                : Optional.of("the embedded Cassandra is " + process.state());
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
