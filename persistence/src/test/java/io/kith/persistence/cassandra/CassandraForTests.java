package io.kith.persistence.cassandra;

import io.kith.persistence.archive.Retention;
import io.kith.persistence.launcher.CassandraProcess;
import io.kith.persistence.launcher.CassandraRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// One real Cassandra for all integration tests of a module: started by the first that asks, ended with the tests' JVM.
///
/// A keyspace costs some six seconds. Stores are apart by uid and domain, so that classes may share
/// one; a class whose tests look at the keyspace itself takes its own.
public final class CassandraForTests {

    private static final int START_MINUTES = 4;

    private static final class Started {
        private static final CassandraProcess PROCESS = start();
    }

    private CassandraForTests() {}

    /// The stores in a keyspace with the schema applied, made when it is not there. The caller closes them.
    public static CassandraStores open(String keyspace, InstantSource clock) {
        return CassandraStores.open(schemaApplied(keyspace), Retention.DEFAULT, new SecureRandom(), clock);
    }

    /// The settings of a keyspace with the schema applied, made when it is not there.
    public static CassandraSettings schemaApplied(String keyspace) {
        var settings = settings(keyspace);
        try (var session = CassandraStores.session(settings)) {
            CassandraStores.schema(session, settings).apply();
        }
        return settings;
    }

    /// The settings of a keyspace that need not be there.
    public static CassandraSettings settings(String keyspace) {
        awaitReady();
        return CassandraSettings.local(Started.PROCESS.address(), Started.PROCESS.dataCentre(), keyspace);
    }

    /// As long as a start may take, which is longer than an answer.
    private static void awaitReady() {
        try {
            Started.PROCESS.ready().toCompletableFuture().get(START_MINUTES, TimeUnit.MINUTES);
        } catch (ExecutionException | InterruptedException | TimeoutException e) {
            throw new IllegalStateException("no Cassandra to test with", e);
        }
    }

    /// The jars, in a module's directory or beside it.
    public static CassandraRuntime runtime() {
        return CassandraRuntime.in(Stream.of("target/cassandra/lib", "../persistence/target/cassandra/lib")
                .map(Path::of)
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("run `mvn -f persistence/cassandra-runtime/pom.xml package`")));
    }

    private static CassandraProcess start() {
        try {
            var directory = Files.createTempDirectory("kith-cassandra-");
            var process = CassandraProcess.start(CassandraProcess.Settings.of(directory, runtime()));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                process.close();
                delete(directory);
            }));
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
