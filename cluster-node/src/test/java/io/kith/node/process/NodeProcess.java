package io.kith.node.process;

import io.kith.persistence.launcher.CassandraProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A node started by `./kith run`, with its data in a directory of its own and on free ports of the loopback.
public final class NodeProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(2);
    private static final Path ROOT = root();
    /// Each of the JVMs that test at the same time takes its ports from a range of its own.
    private static final int PORTS = 4_000;

    private static final int PORT_MIN = 20_000 + PORTS * (Integer.getInteger("kith.fork", 1) - 1) % (3 * PORTS);
    private static final int PORT_TRIES_MAX = 1_000;

    /// One after the other, so that one node does not get the same port twice; from anywhere, for others test too.
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private final Path script;
    private final Path data;
    private final List<String> arguments;
    private final Path log;
    private final int c2sPort;
    private final int tlsPort = freePort();
    private final int adminPort = freePort();
    private Process process;

    /// Starts it; [#awaitReady] says when it takes clients.
    ///
    /// @param data its data directory, made if it is not there
    /// @param arguments further flags of `kith run`
    public NodeProcess(Path data, String... arguments) {
        this(data, freePort(), arguments);
    }

    /// As the other, on a port for clients that is given.
    public NodeProcess(Path data, int c2sPort, String... arguments) {
        this(ROOT.resolve("kith"), data, c2sPort, arguments);
    }

    /// A node that this script starts.
    static NodeProcess of(Script script, Path data, String... arguments) {
        return new NodeProcess(script.file(), data, freePort(), arguments);
    }

    private NodeProcess(Path script, Path data, int c2sPort, String... arguments) {
        this.script = script;
        this.data = data;
        this.c2sPort = c2sPort;
        this.arguments = List.of(arguments);
        this.log = data.resolveSibling(data.getFileName() + ".log");
        this.process = launch();
    }

    private Process launch() {
        var command = new ArrayList<>(List.of(
                script.toString(),
                "run",
                "--data",
                data.toString(),
                "--c2s-port",
                Integer.toString(c2sPort),
                "--c2s-tls-port",
                Integer.toString(tlsPort),
                "--admin-port",
                Integer.toString(adminPort)));
        command.addAll(arguments);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Where clients connect, by STARTTLS or in plaintext.
    public InetSocketAddress c2s() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), c2sPort);
    }

    /// Where clients connect by direct TLS.
    public InetSocketAddress c2sTls() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort);
    }

    /// Waits until the node says by its readiness that it takes clients.
    public void awaitReady() throws InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline) {
            if (Readiness.ready(adminPort)) {
                return;
            }
            if (!process.isAlive()) {
                throw new AssertionError("the node ended before it was ready; it said\n" + said());
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the node was not ready within " + START + "; it said\n" + said());
    }

    /// Waits until the node has written its process id, a while before it is ready.
    void awaitAnnounced() throws InterruptedException {
        var deadline = System.nanoTime() + START.toNanos();
        while (!Files.exists(data.resolve("kith.pid"))) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new AssertionError("the node wrote no process id; it said\n" + said());
            }
            Thread.sleep(10);
        }
    }

    /// Everything it has printed.
    public String said() {
        try {
            return Files.readString(log);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Makes accounts whose passwords are their names.
    public void addUsers(String... names) {
        for (var name : names) {
            kith("user", "add", name + "@localhost", "--password", name, "--data", data.toString());
        }
    }

    /// Runs `./kith` with these words to its end.
    ///
    /// @throws AssertionError when it ends with another code than 0
    /// @return what it printed
    public static String kith(String... words) {
        var command = new ArrayList<>(List.of(words));
        command.addFirst(ROOT.resolve("kith").toString());
        return run(Path.of("."), command);
    }

    /// Runs a command to its end.
    ///
    /// @throws AssertionError when it ends with another code than 0 or not within two minutes
    /// @return what it printed
    public static String run(Path directory, List<String> command) {
        try {
            var output = Files.createTempFile("kith-command", ".log");
            var process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            var ended = process.waitFor(2, TimeUnit.MINUTES);
            process.destroyForcibly();
            var text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(
                        command + (ended ? " ended with " + process.exitValue() : " did not end") + "\n" + text);
            }
            return text;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /// SIGKILL to the node.
    public void killNode() throws InterruptedException {
        pid(data.resolve("kith.pid")).ifPresent(NodeProcess::kill);
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    /// SIGKILL to its embedded Cassandra, when one runs at this moment.
    ///
    /// @return whether there was one to kill
    public boolean killCassandra() {
        var cassandra = cassandra();
        cassandra.ifPresent(ProcessHandle::destroyForcibly);
        return cassandra.isPresent();
    }

    /// The process of its embedded Cassandra.
    public Optional<ProcessHandle> cassandra() {
        return CassandraProcess.running(data.resolve("cassandra"));
    }

    /// Where operators ask it.
    int adminPort() {
        return adminPort;
    }

    /// Its data directory, as a word of a command.
    String data() {
        return data.toString();
    }

    /// The process id of the node.
    public long pid() {
        return process.pid();
    }

    /// SIGTERM; says whether it ended within a minute, with 143 as whoever obeys that signal.
    public boolean terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 143;
    }

    /// SIGHUP: the node reads its settings again.
    public void hangup() {
        run(Path.of("."), List.of("kill", "-HUP", Long.toString(process.pid())));
    }

    /// Starts a killed node again, on the same ports and data.
    public void restart() {
        process = launch();
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static Optional<Long> pid(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(Long.parseLong(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// The folder of the project, in which the modules lie.
    public static Path root() {
        var here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("kith")) ? here : here.resolve("..").normalize();
    }

    /// Not one of those that the kernel gives to clients (from 32,768 on): while a killed node starts again, a client
    /// could get its port.
    private static int freePort() {
        for (var tries = 0; tries < PORT_TRIES_MAX; tries++) {
            var port = PORT_MIN + NEXT_PORT.getAndIncrement() % PORTS;
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // another one, then
            }
        }
        throw new AssertionError("no port is free");
    }

    /// SIGTERM, and SIGKILL when it has not ended after a minute.
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
