package io.kith.loadtest;

import io.kith.proto.stanza.Stanza;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a presence delivered to one contact costs, everybody in a circle of friends being friends with all others of
/// it.
@Command(name = "presence", description = "CPU time of the server per presence delivered, in microseconds")
final class PresenceScenario implements Callable<Integer> {

    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int IN_FLIGHT = 20;

    @Mixin
    private Target target = new Target();

    @Option(names = "--circles", defaultValue = "2", description = "circles of friends (${DEFAULT-VALUE})")
    private int circles = 2;

    @Option(names = "--contacts", defaultValue = "100", description = "contacts of each (${DEFAULT-VALUE})")
    private int contacts = 100;

    @Option(names = "--changes", defaultValue = "2000", description = "status changes in a repeat (${DEFAULT-VALUE})")
    private int changes = 2_000;

    private long delivered;
    private long subscribed;

    @Override
    public Integer call() throws Exception {
        var report = new Report(System.out, "us/presence");
        var users = circles * (contacts + 1);
        try (var reactor = new Reactor()) {
            var crowd = new Crowd(
                    reactor, target.address(), target.domain, target.password, RandomGenerator.of("SecureRandom"));
            crowd.grow(0, users, this::onStanza);
            befriend(reactor, crowd);
            for (var repeat = -1; repeat < target.repeats; repeat++) {
                reactor.runFor(SETTLE);
                delivered = 0;
                var before = target.processes().cpuMicros();
                for (var change = 0; change < changes; change++) {
                    var user = crowd.users().get(change % users);
                    user.send("<presence><show>" + (change / users % 2 == 0 ? "away" : "dnd") + "</show></presence>");
                    var due = (long) (change - IN_FLIGHT) * contacts;
                    reactor.runUntil(() -> delivered >= due, LIMIT, "presences");
                }
                var all = (long) changes * contacts;
                reactor.runUntil(() -> delivered >= all, LIMIT, all + " presences");
                var spent = (double) (target.processes().cpuMicros() - before) / delivered;
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

    /// Everybody approves everybody beforehand (RFC 6121 §3.4), then asks: the answer comes without another step.
    private void befriend(Reactor reactor, Crowd crowd) throws Exception {
        var size = contacts + 1;
        for (var circle = 0; circle < circles; circle++) {
            var friends = crowd.users().subList(circle * size, (circle + 1) * size);
            for (var one : friends) {
                for (var other : friends) {
                    if (one != other) {
                        one.send("<presence type='subscribed' to='" + other.bareJid() + "'/>");
                    }
                }
                reactor.runFor(Duration.ofMillis(20));
            }
            reactor.runFor(SETTLE);
            for (var one : friends) {
                subscribed = 0;
                for (var other : friends) {
                    if (one != other) {
                        one.send("<presence type='subscribe' to='" + other.bareJid() + "'/>");
                    }
                }
                reactor.runUntil(() -> subscribed >= contacts, LIMIT, "subscriptions of " + one.name());
            }
        }
    }

    private void onStanza(VirtualUser user, Stanza stanza) {
        if (stanza.kind() != Stanza.Kind.PRESENCE) {
            return;
        }
        if (stanza.type().equals("subscribed")) {
            subscribed++;
        } else if (stanza.type().isEmpty() && stanza.has("show", "jabber:client")) {
            var from = stanza.from();
            if (from != null && !from.local().equals(user.name())) {
                delivered++;
            }
        }
    }
}
