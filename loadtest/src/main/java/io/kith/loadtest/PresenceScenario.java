package io.kith.loadtest;

import io.kith.proto.stanza.Stanza;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a presence delivered to one contact costs, everybody in a circle of friends being friends with all others of
/// it. Who is befriended already, by an earlier run, stays so.
@Command(name = "presence", description = "CPU time of the server per presence delivered, in microseconds")
final class PresenceScenario extends Scenario {

    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int IN_FLIGHT = 20;

    @Option(names = "--circles", defaultValue = "1", description = "circles of friends (${DEFAULT-VALUE})")
    int circles = 1;

    @Option(names = "--contacts", defaultValue = "100", description = "contacts of each (${DEFAULT-VALUE})")
    int contacts = 100;

    @Option(names = "--changes", defaultValue = "2000", description = "status changes in a repeat (${DEFAULT-VALUE})")
    int changes = 2_000;

    private long delivered;
    private long subscribed;
    private long said;

    @Override
    List<Figure> measure(PrintStream out) throws Exception {
        var users = circles * (contacts + 1);
        try (var reactor = new Reactor()) {
            var crowd = new Crowd(reactor, new Crowd.Terms(target));
            crowd.grow(0, users, this::onStanza);
            befriend(reactor, crowd);
            var figure = new Rounds(target, out)
                    .measure("presence delivered, " + contacts + " contacts" + channel(), measured -> {
                        reactor.runFor(SETTLE);
                        delivered = 0;
                        measured.part(() -> change(reactor, crowd));
                        return delivered;
                    });
            crowd.leave();
            return List.of(figure);
        }
    }

    /// No two changes are the same: a server may keep to itself what changes nothing.
    private void change(Reactor reactor, Crowd crowd) throws Exception {
        var users = crowd.users();
        for (var change = 0; change < changes; change++) {
            said++;
            users.get(change % users.size())
                    .send("<presence><show>" + (said % 2 == 0 ? "away" : "dnd") + "</show><status>" + said
                            + "</status></presence>");
            var due = (long) (change - IN_FLIGHT) * contacts;
            reactor.runUntil(() -> delivered >= due, LIMIT, "presences");
        }
        var all = (long) changes * contacts;
        reactor.runUntil(() -> delivered >= all, LIMIT, all + " presences");
    }

    /// Everybody approves everybody beforehand (RFC 6121 §3.4), then asks: the answer comes without another step.
    private void befriend(Reactor reactor, Crowd crowd) throws Exception {
        var size = contacts + 1;
        for (var circle = 0; circle < circles; circle++) {
            var circleOfFriends = crowd.users().subList(circle * size, (circle + 1) * size);
            for (var one : circleOfFriends) {
                for (var other : circleOfFriends) {
                    if (one != other && !one.isFriendOf(other)) {
                        one.send("<presence type='subscribed' to='" + other.bareJid() + "'/>");
                    }
                }
                reactor.runFor(Duration.ofMillis(5));
            }
            reactor.runFor(SETTLE);
            for (var one : circleOfFriends) {
                subscribed = 0;
                var wanted = 0;
                for (var other : circleOfFriends) {
                    if (one != other && !one.isFriendOf(other)) {
                        one.send("<presence type='subscribe' to='" + other.bareJid() + "'/>");
                        wanted++;
                    }
                }
                var all = wanted;
                reactor.runUntil(() -> subscribed >= all, LIMIT, "subscriptions of " + one.name());
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
