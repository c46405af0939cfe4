package io.kith.loadtest;

import io.kith.proto.stanza.Stanza;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a message costs: pairs of users who answer each other, one message in flight each way.
@Command(name = "chat", description = "CPU time of the server per 1:1 message, in microseconds")
final class ChatScenario extends Scenario {

    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String BODY = "x".repeat(100);

    @Option(names = "--pairs", defaultValue = "250", description = "pairs of users (${DEFAULT-VALUE})")
    int pairs = 250;

    @Option(names = "--messages", defaultValue = "100000", description = "messages in a repeat (${DEFAULT-VALUE})")
    int messages = 100_000;

    private final Map<String, String> answers = new HashMap<>();
    private long delivered;
    private long limit;

    @Override
    List<Figure> measure(PrintStream out) throws Exception {
        try (var reactor = new Reactor()) {
            var crowd = new Crowd(reactor, new Crowd.Terms(target));
            crowd.grow(0, 2 * pairs, this::onStanza);
            for (var number = 0; number < 2 * pairs; number++) {
                var peer = crowd.users().get(number ^ 1);
                answers.put(
                        crowd.users().get(number).name(),
                        "<message type='chat' to='" + peer.fullJid() + "'><body>" + BODY + "</body></message>");
            }
            var figure = new Rounds(target, out).measure("1:1 message" + channel(), measured -> {
                reactor.runFor(SETTLE);
                delivered = 0;
                limit = messages;
                measured.part(() -> {
                    for (var user : crowd.users()) {
                        user.send(answers.getOrDefault(user.name(), ""));
                    }
                    reactor.runUntil(() -> delivered >= messages, LIMIT, messages + " messages");
                });
                return delivered;
            });
            crowd.leave();
            return List.of(figure);
        }
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
