package io.kith.loadtest;

import io.kith.proto.stanza.Stanza;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a message costs: pairs of users who answer each other, one message in flight each way.
@Command(name = "chat", description = "CPU time of the server per 1:1 message, in microseconds")
final class ChatScenario implements Callable<Integer> {

    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String BODY = "x".repeat(100);

    @Mixin
    private Target target = new Target();

    @Option(names = "--pairs", defaultValue = "250", description = "pairs of users (${DEFAULT-VALUE})")
    private int pairs = 250;

    @Option(names = "--messages", defaultValue = "100000", description = "messages in a repeat (${DEFAULT-VALUE})")
    private int messages = 100_000;

    private final Map<String, String> answers = new HashMap<>();
    private long delivered;
    private long limit;

    @Override
    public Integer call() throws Exception {
        var report = new Report(System.out, "us/message");
        try (var reactor = new Reactor()) {
            var crowd = new Crowd(
                    reactor, target.address(), target.domain, target.password, RandomGenerator.of("SecureRandom"));
            crowd.grow(0, 2 * pairs, this::onStanza);
            for (var number = 0; number < 2 * pairs; number++) {
                var peer = crowd.users().get(number ^ 1);
                answers.put(
                        crowd.users().get(number).name(),
                        "<message type='chat' to='" + peer.fullJid() + "'><body>" + BODY + "</body></message>");
            }
            for (var repeat = -2; repeat < target.repeats; repeat++) {
                reactor.runFor(SETTLE);
                delivered = 0;
                limit = messages;
                var before = target.processes().cpuMicros();
                var started = System.nanoTime();
                for (var user : crowd.users()) {
                    user.send(answers.getOrDefault(user.name(), ""));
                }
                reactor.runUntil(() -> delivered >= messages, LIMIT, messages + " messages");
                var seconds = (System.nanoTime() - started) / 1e9;
                var spent = (double) (target.processes().cpuMicros() - before) / delivered;
                System.out.printf("%.0f messages/s%n", delivered / seconds);
                if (repeat < 0) {
                    report.warmUp(spent);
                } else {
                    report.repeat(spent);
                }
            }
            crowd.leave();
        }
        report.median();
        return 0;
    }

    private void onStanza(VirtualUser user, Stanza stanza) {
        if (stanza.kind() != Stanza.Kind.MESSAGE || stanza.type().equals("error")) {
            return;
        }
        delivered++;
        if (delivered <= limit - 2L * pairs) {
            user.send(answers.getOrDefault(user.name(), ""));
        }
    }
}
