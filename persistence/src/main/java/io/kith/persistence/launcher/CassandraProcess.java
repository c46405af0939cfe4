package io.kith.persistence.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Cassandra of our own on this machine, from start to close.
///
/// When it dies it is started again on the same ports and data, later each time that it does not
/// become ready, up to a minute, and given up after [Backoff#FAILURES_MAX] such starts if it never was. It is durable
/// before it
/// answers. It listens on loopback without a password: whoever may run programs on this machine can
/// read it.
public final class CassandraProcess implements AutoCloseable {

    /// What it is doing.
    public enum State {
        /// The process runs and does not answer yet.
        STARTING,
        /// It answers.
        READY,
        /// It died and is started again after a pause.
        WAITING,
        /// It was stopped.
        STOPPED,
        /// It never answered; it stays down.
        GIVEN_UP
    }

    /// What to run and where.
    ///
    /// @param directory of this Cassandra alone; made when it is not there
    /// @param heapMegabytes its heap; it uses some 350 MB besides
    /// @param startMax how long a start may take
    /// @param pause before it is started again; doubled each time that it does not become ready
    public record Settings(
            Path directory, CassandraRuntime runtime, int heapMegabytes, Duration startMax, Duration pause) {

        /// Enough for a laptop.
        public static Settings of(Path directory, CassandraRuntime runtime) {
            return new Settings(directory, runtime, 256, Duration.ofMinutes(2), Duration.ofSeconds(1));
        }
    }

    /// The data centre of every Cassandra that is started here.
    public static final String DATA_CENTRE = "datacenter1";

    private static final Logger LOG = LoggerFactory.getLogger(CassandraProcess.class);
    private static final String DAEMON = "org.apache.cassandra.service.CassandraDaemon";
    private static final Duration STOP_MAX = Duration.ofSeconds(15);
    private static final Duration LEFTOVER_PATIENCE = Duration.ofSeconds(15);
    private static final Duration ASK_EVERY = Duration.ofMillis(50);
    private static final int OUTPUT_SHOWN_MAX = 2_000;

    private final Settings settings;
    private final Layout layout;
    private final DataLock lock;
    private final Ports ports;
    private final CompletableFuture<InetSocketAddress> ready = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread supervisor;
    private volatile State state = State.STARTING;
    private volatile @Nullable Process process;

    private CassandraProcess(Settings settings, Layout layout, DataLock lock, Ports ports) {
        this.settings = settings;
        this.layout = layout;
        this.lock = lock;
        this.ports = ports;
        this.supervisor =
                Thread.ofPlatform().daemon().name("cassandra-supervisor").unstarted(this::supervise);
    }

    /// Begins to start it; blocks only while an earlier node's Cassandra on the same data goes away.
    ///
    /// @throws LaunchFailure when the data is in use by another node, or the files can't be written
    public static CassandraProcess start(Settings settings) throws InterruptedException {
        var layout = new Layout(settings.directory());
        try {
            Files.createDirectories(layout.root());
            var lock = DataLock.take(layout.lock());
            try {
                new Leftover(layout).end(LEFTOVER_PATIENCE);
                var ports = Ports.choose(layout.ports());
                new CassandraFiles(layout, settings.runtime(), settings.heapMegabytes()).write(ports);
                var started = new CassandraProcess(settings, layout, lock, ports);
                started.supervisor.start();
                return started;
            } catch (IOException | RuntimeException | InterruptedException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LaunchFailure("can't prepare Cassandra in " + layout.root(), e);
        }
    }

    /// Where the Cassandra on this directory answers, or will, when a process has it, whoever that is.
    public static Optional<InetSocketAddress> address(Path directory) {
        var layout = new Layout(directory);
        try {
            return DataLock.holder(layout.lock()).isEmpty()
                    ? Optional.empty()
                    : Optional.of(loopback(Ports.read(layout.ports()).cql()));
        } catch (IOException e) {
            throw new LaunchFailure("can't read the files in " + layout.root(), e);
        }
    }

    /// The process that has this directory: a node, or whoever else started a Cassandra on it.
    public static Optional<ProcessHandle> owner(Path directory) {
        var lock = new Layout(directory).lock();
        try {
            return DataLock.holder(lock);
        } catch (IOException e) {
            throw new LaunchFailure("can't read " + lock, e);
        }
    }

    /// The process that runs on this directory, whoever started it.
    public static Optional<ProcessHandle> running(Path directory) {
        var layout = new Layout(directory);
        try {
            return new Leftover(layout).find();
        } catch (IOException e) {
            throw new LaunchFailure("can't read " + layout.pid(), e);
        }
    }

    /// Where it answers, once it does for the first time; fails with a [LaunchFailure] when it is given up or stopped
    /// before.
    public CompletionStage<InetSocketAddress> ready() {
        return ready.minimalCompletionStage();
    }

    /// Where it answers when it does; the same as long as this lives.
    public InetSocketAddress address() {
        return loopback(ports.cql());
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// The data centre that its driver must name.
    public String dataCentre() {
        return DATA_CENTRE;
    }

    /// What it is doing at this moment.
    public State state() {
        return state;
    }

    /// The process that runs now, if one does.
    public Optional<ProcessHandle> process() {
        return Optional.ofNullable(process).map(Process::toHandle).filter(ProcessHandle::isAlive);
    }

    /// Stops it: told first, killed after 15 s. The data can be used by another when this returns. Repeatable.
    @Override
    public void close() {
        closing.countDown();
        supervisor.interrupt();
        boolean interrupted = false;
        while (supervisor.isAlive()) {
            try {
                supervisor.join();
            } catch (InterruptedException e) {
                interrupted = true; // the process is not left behind for that
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void supervise() {
        var last = State.STOPPED;
        try {
            last = keepRunning();
        } catch (InterruptedException e) {
            LOG.debug("stopping Cassandra");
        } catch (IOException e) {
            LOG.error("Cassandra can't be started in {}", layout.root(), e);
            last = State.GIVEN_UP;
        } finally {
            release();
            state = last;
            ready.completeExceptionally(new LaunchFailure(
                    last == State.GIVEN_UP
                            ? "Cassandra does not start; its log is " + layout.logs() + ". It said: " + output()
                            : "Cassandra was stopped"));
        }
    }

    private State keepRunning() throws IOException, InterruptedException {
        var backoff = new Backoff(settings.pause());
        while (closing.getCount() > 0) {
            state = State.STARTING;
            var had = backoff;
            backoff = had.failed();
            var end = "could not be run";
            try {
                var running = launch();
                process = running;
                if (answers(running)) {
                    backoff = had.succeeded();
                    state = State.READY;
                    LOG.info("Cassandra answers on {} (process {})", address(), running.pid());
                    ready.complete(address());
                    running.waitFor();
                } else {
                    end(running);
                }
                end = "ended with " + running.exitValue();
            } catch (IOException e) {
                if (!had.worked()) {
                    throw e;
                }
                end += ": " + e; // the disk is full, say, and will be less so
            }
            var pause = backoff.pause();
            if (pause.isEmpty()) {
                LOG.error("Cassandra did not start {} times and is given up: {}", Backoff.FAILURES_MAX, output());
                return State.GIVEN_UP;
            }
            state = State.WAITING;
            LOG.warn("Cassandra {}, next start in {}", end, pause.get());
            if (closing.await(pause.get().toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return State.STOPPED;
    }

    private Process launch() throws IOException {
        var started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Leftover.argument(layout.arguments()),
                        "io.kith.persistence.launcher.child.CassandraChild",
                        DAEMON)
                .directory(layout.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(layout.output().toFile())
                .start();
        try {
            Files.writeString(layout.pid(), started.pid() + "\n");
        } catch (IOException e) {
            started.destroyForcibly(); // nobody would find it
            throw e;
        }
        return started;
    }

    /// Whether it comes to answer before it ends or its time is over. It listens for clients last of all.
    private boolean answers(Process running) throws InterruptedException {
        long deadline = System.nanoTime() + settings.startMax().toNanos();
        while (System.nanoTime() < deadline) {
            try (var socket = new Socket()) {
                socket.connect(address(), (int) ASK_EVERY.toMillis());
                return running.isAlive();
            } catch (IOException e) {
                if (running.waitFor(ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
        }
        return false;
    }

    private void release() {
        Thread.interrupted(); // set by close(); the rest must be done all the same
        try {
            var running = process;
            if (running != null) {
                end(running);
            }
            Files.deleteIfExists(layout.pid());
            lock.close();
        } catch (IOException | InterruptedException e) {
            LOG.error("Cassandra in {} may still run", layout.root(), e);
        }
    }

    /// It stops when its input ends; the signal by which others would stop it means nothing to it.
    private static void end(Process running) throws InterruptedException {
        try {
            running.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("the pipe to Cassandra is closed already", e);
        }
        if (!running.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.warn("Cassandra (process {}) did not stop in {} and is killed", running.pid(), STOP_MAX);
            running.destroyForcibly().waitFor();
        }
    }

    private String output() {
        try {
            var text = Files.readString(layout.output()).trim();
            return text.substring(Math.max(0, text.length() - OUTPUT_SHOWN_MAX));
        } catch (IOException e) {
            return "(nothing: " + e + ")";
        }
    }
}
