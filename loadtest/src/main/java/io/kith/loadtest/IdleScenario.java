package io.kith.loadtest;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What an idle session holds: live heap after a full collection plus direct memory, and resident memory, as the slope
/// between two numbers of sessions; and what of the server's time it takes while nothing happens.
@Command(name = "idle", description = "bytes per idle session, by slope")
final class IdleScenario extends Scenario {

    private static final Duration SETTLE = Duration.ofSeconds(12);
    private static final Duration WATCHED = Duration.ofSeconds(10);
    private static final Pattern DIRECT =
            Pattern.compile("^jvm_buffer_memory_used_bytes\\{id=\"direct\"[^}]*}\\s+(\\S+)", Pattern.MULTILINE);

    @Option(
            names = "--from",
            defaultValue = "1000",
            description = "sessions at the first measurement (${DEFAULT-VALUE})")
    int from = 1_000;

    @Option(names = "--to", defaultValue = "15000", description = "sessions at the second one (${DEFAULT-VALUE})")
    int to = 15_000;

    private record Memory(long heap, long direct, long resident) {}

    @Override
    List<Figure> measure(PrintStream out) throws Exception {
        out.println("# idle session" + channel());
        try (var reactor = new Reactor()) {
            var crowd = new Crowd(reactor, new Crowd.Terms(target));
            crowd.grow(0, from, (_, _) -> {});
            reactor.runFor(SETTLE);
            var before = memory();
            crowd.grow(0, to, (_, _) -> {});
            reactor.runFor(SETTLE);
            var cpuBefore = target.processes().cpu();
            reactor.runFor(WATCHED);
            var cpu = target.processes().cpu().minus(cpuBefore);
            var after = memory();
            var sessions = (double) (to - from);
            var heap = (after.heap - before.heap) / sessions;
            var direct = (after.direct - before.direct) / sessions;
            var resident = (after.resident - before.resident) / sessions;
            out.printf(
                    Locale.ROOT,
                    "%,d to %,d sessions: heap %.0f, direct %.0f, resident %.0f bytes each%n",
                    from,
                    to,
                    heap,
                    direct,
                    resident);
            var busy = cpu.all() / (WATCHED.toNanos() / 1e3) * 100;
            out.printf(Locale.ROOT, "%,d idle sessions take %.1f %% of a core%n", to, busy);
            crowd.drop();
            return List.of(
                    new Figure("idle session" + channel() + ", heap and direct", "bytes", List.of(heap + direct)),
                    new Figure("idle session" + channel() + ", resident", "bytes", List.of(resident)));
        }
    }

    private Memory memory() throws IOException, InterruptedException {
        return new Memory(
                target.processes().liveHeap(), direct(), target.processes().residentBytes());
    }

    /// What the server's metrics say of direct buffers; 0 when it is not known where they are.
    private long direct() throws IOException, InterruptedException {
        if (target.admin == null) {
            return 0;
        }
        try (var http = HttpClient.newHttpClient()) {
            var text = http.send(
                            HttpRequest.newBuilder(target.admin.resolve("/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            var used = DIRECT.matcher(text);
            if (!used.find()) {
                throw new IOException("the metrics don't name the direct buffers");
            }
            return (long) Double.parseDouble(used.group(1));
        }
    }
}
