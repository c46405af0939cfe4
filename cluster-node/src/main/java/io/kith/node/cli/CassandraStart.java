package io.kith.node.cli;

import io.kith.node.Cassandra;
import io.kith.node.DataDirectory;
import io.kith.node.settings.Settings;
import io.kith.persistence.launcher.CassandraProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Starts the embedded Cassandra, and leaves it running.
@Command(name = "start", description = "Starts the embedded Cassandra and returns when it answers.")
final class CassandraStart implements Callable<Integer>, SettingsOptions.WantedByCassandra {

    private static final Duration START_MAX = Duration.ofMinutes(2);
    private static final Duration ASK_EVERY = Duration.ofMillis(200);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var settings = SettingsOptions.source(spec).read();
        var out = spec.commandLine().getOut();
        var directory = Cassandra.directory(settings);
        var there = CassandraProcess.address(directory);
        if (there.isPresent()) {
            out.println("it runs already and answers on " + there.get());
            return 0;
        }
        DataDirectory.make(directory);
        var keeper = keeper(settings, directory);
        var deadline = System.nanoTime() + START_MAX.toNanos();
        while (keeper.isAlive() && System.nanoTime() < deadline) {
            var address = CassandraProcess.address(directory);
            if (address.isPresent() && answers(address.get())) {
                out.println("Cassandra answers on " + address.get() + "; `kith cassandra stop` stops it");
                return 0;
            }
            Thread.sleep(ASK_EVERY);
        }
        keeper.destroy();
        throw new IOException("Cassandra did not start; see " + output(directory));
    }

    private static Path output(Path directory) {
        return directory.resolve("keeper.log");
    }

    /// This program again, with the flags of this process, free of this terminal.
    private static Process keeper(Settings settings, Path directory) throws IOException {
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid");
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Xmx64m", "-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("cassandra", "keep", "--data", settings.data().toString()));
        command.addAll(List.of(
                "--cassandra-heap-megabytes",
                Integer.toString(settings.cassandra().heapMegabytes())));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output(directory).toFile())
                .start();
    }

    private static boolean answers(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, (int) ASK_EVERY.toMillis());
            return true;
        } catch (IOException e) {
            return false; // not yet
        }
    }
}
