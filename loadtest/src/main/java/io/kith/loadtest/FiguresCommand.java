package io.kith.loadtest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The whole table of what a unit of work costs a node: starts nodes of its own, one after the other, loads each with
/// its scenarios, and writes a table with what the scenarios printed below. What fails is told in the table, and the
/// rest goes on.
@Command(
        name = "figures",
        description = "Starts nodes with each store, measures everything and writes a table in Markdown. Takes about"
                + " fifteen minutes.")
final class FiguresCommand implements Callable<Integer> {

    private static final int USERS = 500;
    private static final int ROOM_USERS = 1_000;
    private static final String IDLE_HEAP = "-Xms1g -Xmx1g";
    private static final int NONE = 0;

    @Option(names = "--out", paramLabel = "FILE", description = "where the table goes; to the screen without")
    private @Nullable Path file;

    @Option(names = "--only", split = ",", description = "of memory, rooms, cassandra, idle, idle-tls (default: all)")
    private List<String> only = List.of("memory", "rooms", "cassandra", "idle", "idle-tls");

    @Option(names = "--idle-sessions", defaultValue = "15000", description = "at the end (${DEFAULT-VALUE})")
    private int idleSessions = 15_000;

    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(new Both(System.out, raw), true, StandardCharsets.UTF_8);
    private final StringBuilder table = new StringBuilder("| unit | repeats | median | budget |\n|---|---|---|---|\n");
    private boolean failed;

    /// Loads a node.
    @FunctionalInterface
    private interface Load {
        void on(LocalNode node) throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        var scratch = Files.createTempDirectory("kith-figures");
        try {
            for (var part : only) {
                var data = scratch.resolve(part);
                switch (part) {
                    case "memory" -> with(data, "memory", "", this::memory);
                    case "rooms" -> with(data, "memory", "", this::rooms);
                    case "cassandra" -> with(data, "cassandra", "", this::cassandra);
                    case "idle" -> with(data, "memory", IDLE_HEAP, node -> idle(node, false, 10_240));
                    case "idle-tls" -> with(data, "memory", IDLE_HEAP, node -> idle(node, true, 18_432));
                    default -> throw new IllegalArgumentException("there is no part " + part);
                }
                write();
            }
        } finally {
            erase(scratch);
        }
        System.out.print(file == null ? "\n" + table : "written to " + file + "\n");
        return failed ? 1 : 0;
    }

    private void with(Path data, String store, String javaOptions, Load load) throws Exception {
        var began = System.nanoTime();
        out.println("## a node with store " + store + (javaOptions.isEmpty() ? "" : " and " + javaOptions));
        try (var node = LocalNode.start(Path.of(System.getProperty("kith.script", "kith")), data, store, javaOptions)) {
            out.printf(Locale.ROOT, "ready after %.1f s%n", (System.nanoTime() - began) / 1e9);
            load.on(node);
        }
        out.println("this took " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
    }

    private void memory(LocalNode node) throws Exception {
        measure(new LoginScenario(), node.target(false, USERS), "", 600);
        measure(new ChatScenario(), node.target(false, 0), ", store in memory", 40);
        measure(new PresenceScenario(), node.target(false, 0), "", 15);
        measure(new HandshakesScenario(), node.target(true, 0), "", NONE);
        measure(new LoginScenario(), node.target(true, 0), "", NONE);
    }

    private void rooms(LocalNode node) throws Exception {
        measure(new RoomsScenario(), node.target(false, ROOM_USERS), ", store in memory", 10);
        var large = new RoomsScenario();
        large.occupants = ROOM_USERS;
        measure(large, node.target(false, 0), ", store in memory", 10);
        var busy = new RoomsScenario();
        busy.occupants = ROOM_USERS;
        busy.inFlight = 4;
        measure(busy, node.target(false, 0), ", store in memory", 10);
        var many = new RoomsScenario();
        many.rooms = 20;
        many.occupants = 20;
        measure(many, node.target(false, 0), ", store in memory", 12);
        measure(new RoomCrowdScenario(), node.target(false, 0), "", 12);
    }

    private void cassandra(LocalNode node) throws Exception {
        var chat = new ChatScenario();
        chat.messages = 40_000;
        var target = node.target(false, USERS);
        target.warmUps = 10;
        measure(chat, target, ", Cassandra, its time counted in", 300);
        var logins = node.target(false, 0);
        logins.warmUps = 15;
        measure(new LoginScenario(), logins, ", Cassandra, its time counted in", NONE);
    }

    private void idle(LocalNode node, boolean tls, int budget) throws Exception {
        var idle = new IdleScenario();
        idle.to = idleSessions;
        idle.from = Math.min(idle.from, idleSessions / 2);
        measure(idle, node.target(tls, idleSessions), "", budget, NONE);
    }

    private void measure(Scenario scenario, Target target, String more, int... budgets) {
        scenario.target = target;
        try {
            var figures = scenario.measure(out);
            for (var i = 0; i < figures.size(); i++) {
                row(figures.get(i), more, budgets[i]);
            }
        } catch (Exception e) {
            failed = true;
            var name = scenario.getClass().getAnnotation(Command.class).name();
            table.append("| ").append(name).append(more).append(" | failed: ");
            table.append(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            table.append(" | | |\n");
            e.printStackTrace(out);
        }
    }

    private void row(Figure figure, String more, int budget) {
        table.append("| ").append(figure.what()).append(more);
        table.append(" | ").append(figure.listed());
        table.append(" | ").append(Figure.number(figure.median())).append(' ').append(figure.unit());
        table.append(" | ");
        if (budget != NONE) {
            table.append(Figure.number(budget)).append(figure.median() <= budget ? ", met" : ", **missed**");
        }
        table.append(" |\n");
    }

    private void write() throws IOException {
        if (file != null) {
            Files.writeString(
                    file,
                    table + "\n<details><summary>raw output</summary>\n\n```\n" + raw.toString(StandardCharsets.UTF_8)
                            + "```\n\n</details>\n");
        }
    }

    static void erase(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /// Shows what is kept.
    private static final class Both extends OutputStream {

        private final PrintStream shown;
        private final ByteArrayOutputStream kept;

        private Both(PrintStream shown, ByteArrayOutputStream kept) {
            this.shown = shown;
            this.kept = kept;
        }

        @Override
        public void write(int one) {
            shown.write(one);
            kept.write(one);
        }

        @Override
        public void flush() {
            shown.flush();
        }
    }
}
