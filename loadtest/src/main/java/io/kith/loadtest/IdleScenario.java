package io.kith.loadtest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What an idle session holds: live heap after a full collection, and resident memory, as the slope between two numbers
/// of sessions.
@Command(name = "idle", description = "bytes per idle session, by slope")
final class IdleScenario implements Callable<Integer> {

    private static final Duration SETTLE = Duration.ofSeconds(8);
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    @Mixin
    private Target target = new Target();

    @Option(
            names = "--from",
            defaultValue = "1000",
            description = "sessions at the first measurement (${DEFAULT-VALUE})")
    private int from = 1_000;

    @Option(names = "--to", defaultValue = "15000", description = "sessions at the second one (${DEFAULT-VALUE})")
    private int to = 15_000;

    @Override
    public Integer call() throws Exception {
        try (var reactor = new Reactor()) {
            var crowd = new Crowd(
                    reactor, target.address(), target.domain, target.password, RandomGenerator.of("SecureRandom"));
            crowd.grow(0, from, (_, _) -> {});
            reactor.runFor(SETTLE);
            var heapBefore = liveHeap();
            var residentBefore = target.processes().residentBytes();
            crowd.grow(0, to, (_, _) -> {});
            reactor.runFor(SETTLE);
            var heap = liveHeap() - heapBefore;
            var resident = target.processes().residentBytes() - residentBefore;
            System.out.printf("live heap: %d bytes/session%n", heap / (to - from));
            System.out.printf("resident:  %d bytes/session%n", resident / (to - from));
            crowd.leave();
        }
        return 0;
    }

    /// The histogram of live objects forces a full collection and counts what is left.
    private long liveHeap() throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd",
                        target.pids.getFirst().toString(),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        var text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor(60, TimeUnit.SECONDS);
        var total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IOException("jcmd said: " + text);
        }
        return Long.parseLong(total.group(1));
    }
}
