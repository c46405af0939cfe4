package io.kith.loadtest;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A node of our own, started for a run on free ports and data of its own, on the first processor where the system can
/// pin it; stopped by [#close].
final class LocalNode implements AutoCloseable {

    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final Duration STOP_MAX = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Process process;
    private final Thread whenInterrupted;
    private final Path data;
    private final int port;
    private final int tlsPort;

    private LocalNode(Process process, Path data, int port, int tlsPort) {
        this.process = process;
        this.whenInterrupted = new Thread(process::destroy, "stop the node");
        Runtime.getRuntime().addShutdownHook(whenInterrupted);
        this.data = data;
        this.port = port;
        this.tlsPort = tlsPort;
    }

    /// Starts one; blocks until it is ready.
    ///
    /// @param kith the script that starts nodes
    /// @param data an empty directory
    /// @param store `memory` or `cassandra`
    /// @param javaOptions more options for its Java
    static LocalNode start(Path kith, Path data, String store, String javaOptions)
            throws IOException, InterruptedException {
        Files.createDirectories(data);
        var log = data.resolve("output.log");
        var ports = freePorts(3);
        var command = new ArrayList<String>();
        if (Files.isExecutable(Path.of("/usr/bin/taskset"))) {
            command.addAll(List.of("/usr/bin/taskset", "-c", "0"));
        }
        command.addAll(List.of(kith.toString(), "run", "--data", data.toString(), "--store", store));
        command.addAll(List.of("--allow-plaintext", "--limits", "off"));
        command.addAll(List.of("--c2s-port", "" + ports.get(0), "--c2s-tls-port", "" + ports.get(1)));
        command.addAll(List.of("--admin-port", "" + ports.get(2)));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("KITH_JAVA_OPTS", javaOptions);
        var node = new LocalNode(builder.start(), data, ports.get(0), ports.get(1));
        var deadline = System.nanoTime() + START_MAX.toNanos();
        while (!Files.readString(log).contains("\nready:")) {
            if (!node.process.isAlive() || System.nanoTime() > deadline) {
                node.close();
                throw new IOException("the node did not start:\n" + Files.readString(log));
            }
            Thread.sleep(LOOK_EVERY);
        }
        return node;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        var ports = new ArrayList<Integer>();
        for (var i = 0; i < count; i++) {
            var socket = new ServerSocket(0);
            sockets.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (var socket : sockets) {
            socket.close();
        }
        return ports;
    }

    /// How a scenario loads it.
    Target target(boolean tls, int accounts) throws IOException, InterruptedException {
        var target = new Target();
        target.server = "127.0.0.1:" + (tls ? tlsPort : port);
        target.tls = tls;
        target.data = data;
        target.accounts = accounts;
        target.prepare();
        return target;
    }

    /// Stops it and waits for its end.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(whenInterrupted);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
