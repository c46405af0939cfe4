package io.kith.loadtest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
/// its scenarios, and writes a table with what the scenarios printed below.
@Command(
        name = "figures",
        description = "Starts nodes with each store, measures everything and writes a table in Markdown. Takes about"
                + " fifteen minutes.")
final class FiguresCommand implements Callable<Integer> {

    private static final int USERS = 500;
    private static final String IDLE_HEAP = "-Xms1g -Xmx1g";

    @Option(names = "--out", paramLabel = "FILE", description = "where the table goes; to the screen without")
    private @Nullable Path file;

    @Option(names = "--only", split = ",", description = "of memory, cassandra, idle, idle-tls (default: all)")
    private List<String> only = List.of("memory", "cassandra", "idle", "idle-tls");

    @Option(names = "--idle-sessions", defaultValue = "15000", description = "at the end (${DEFAULT-VALUE})")
    private int idleSessions = 15_000;

    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final StringBuilder table = new StringBuilder();

    /// A node that is loaded.
    @FunctionalInterface
    private interface Load {
        void on(LocalNode node, PrintStream out) throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        var kith = Path.of(System.getProperty("kith.script", "kith"));
        var scratch = Files.createTempDirectory("kith-figures");
        try (var out = new PrintStream(new Both(System.out, raw), true, StandardCharsets.UTF_8)) {
            table.append("| unit | repeats | median | budget |\n|---|---|---|---|\n");
            for (var part : only) {
                switch (part) {
                    case "memory" -> with(kith, scratch, part, "memory", "", out, this::memory);
                    case "cassandra" -> with(kith, scratch, part, "cassandra", "", out, this::cassandra);
                    case "idle" -> with(kith, scratch, part, "memory", IDLE_HEAP, out, this::idle);
                    case "idle-tls" -> with(kith, scratch, part, "memory", IDLE_HEAP, out, this::idleTls);
                    default -> throw new IllegalArgumentException("there is no part " + part);
                }
            }
        } finally {
            erase(scratch);
        }
        var text = table + "\n<details><summary>raw output</summary>\n\n```\n" + raw.toString(StandardCharsets.UTF_8)
                + "```\n\n</details>\n";
        if (file == null) {
            System.out.print(table);
        } else {
            Files.writeString(file, text);
            System.out.println("written to " + file);
        }
        return 0;
    }

    private static void with(
            Path kith, Path scratch, String part, String store, String javaOptions, PrintStream out, Load load)
            throws Exception {
        var began = System.nanoTime();
        out.println("## a node with store " + store + (javaOptions.isEmpty() ? "" : " and " + javaOptions));
        try (var node = LocalNode.start(kith, scratch.resolve(part), store, javaOptions)) {
            out.printf(Locale.ROOT, "ready after %.1f s%n", (System.nanoTime() - began) / 1e9);
            load.on(node, out);
        }
        out.println(
                part + " took " + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s");
    }

    private void memory(LocalNode node, PrintStream out) throws Exception {
        var login = new LoginScenario();
        login.target = node.target(false, USERS);
        add("", login.measure(out), 600);
        var chat = new ChatScenario();
        chat.target = node.target(false, 0);
        add(", store in memory", chat.measure(out), 40);
        var presence = new PresenceScenario();
        presence.target = node.target(false, 0);
        add("", presence.measure(out), 15);
        var handshakes = new HandshakesScenario();
        handshakes.target = node.target(true, 0);
        add("", handshakes.measure(out), 0);
        var tls = new LoginScenario();
        tls.target = node.target(true, 0);
        add("", tls.measure(out), 0);
    }

    private void cassandra(LocalNode node, PrintStream out) throws Exception {
        var chat = new ChatScenario();
        chat.messages = 40_000;
        chat.target = node.target(false, USERS);
        chat.target.warmUps = 10;
        add(", Cassandra, its time counted in", chat.measure(out), 300);
        var login = new LoginScenario();
        login.target = node.target(false, 0);
        login.target.warmUps = 15;
        add(", Cassandra, its time counted in", login.measure(out), 0);
    }

    private void idle(LocalNode node, PrintStream out) throws Exception {
        idle(node, false, 10_240, out);
    }

    private void idleTls(LocalNode node, PrintStream out) throws Exception {
        idle(node, true, 18_432, out);
    }

    private void idle(LocalNode node, boolean tls, int budget, PrintStream out) throws Exception {
        var idle = new IdleScenario();
        idle.to = idleSessions;
        idle.from = Math.min(idle.from, idleSessions / 2);
        idle.target = node.target(tls, idleSessions);
        var found = idle.measure(out);
        add("", found.subList(0, 1), budget);
        add(" (" + IDLE_HEAP + ")", found.subList(1, found.size()), 0);
    }

    private void add(String more, List<Figure> figures, int budget) {
        for (var figure : figures) {
            table.append("| ").append(figure.what()).append(more);
            table.append(" | ").append(figure.listed());
            table.append(" | ")
                    .append(Figure.number(figure.median()))
                    .append(' ')
                    .append(figure.unit());
            table.append(" | ");
            if (budget > 0) {
                table.append(Figure.number(budget)).append(figure.median() <= budget ? ", met" : ", **missed**");
            }
            table.append(" |\n");
        }
    }

    private static void erase(Path directory) throws IOException {
        try (var all = Files.walk(directory)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    /// Shows what is kept.
    private static final class Both extends java.io.OutputStream {

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
