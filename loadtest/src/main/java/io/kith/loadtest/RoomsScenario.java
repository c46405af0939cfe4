package io.kith.loadtest;

import io.kith.proto.stanza.Stanza;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a message costs that is said in a room, per occupant who gets it: everybody speaks in turn.
@Command(
        name = "rooms",
        description = "CPU time of the server per message delivered to one occupant of a room, in microseconds")
final class RoomsScenario extends Scenario {

    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int ENTERING_MAX = 50;
    private static final String BODY = "x".repeat(100);

    @Option(names = "--rooms", defaultValue = "1", description = "rooms (${DEFAULT-VALUE})")
    int rooms = 1;

    @Option(names = "--occupants", defaultValue = "200", description = "of each room (${DEFAULT-VALUE})")
    int occupants = 200;

    @Option(names = "--deliveries", defaultValue = "100000", description = "in a repeat, about (${DEFAULT-VALUE})")
    int deliveries = 100_000;

    @Option(names = "--in-flight", defaultValue = "1", description = "messages of each room (${DEFAULT-VALUE})")
    int inFlight = 1;

    private final Map<String, Hall> halls = new HashMap<>();
    private long limit;

    @Override
    List<Figure> measure(PrintStream out) throws Exception {
        try (var reactor = new Reactor()) {
            var crowd = new Crowd(reactor, new Crowd.Terms(target));
            crowd.grow(0, rooms * occupants, this::onStanza);
            var random = RandomGenerator.of("SecureRandom");
            for (var number = 0; number < rooms; number++) {
                var users = List.copyOf(crowd.users().subList(number * occupants, (number + 1) * occupants));
                var hall = new Hall(target.domain, users, random);
                halls.put(hall.address(), hall);
                hall.found(reactor);
                hall.fill(reactor, ENTERING_MAX);
            }
            var figure = new Rounds(target, out)
                    .measure(
                            "room message delivered, " + rooms + " × " + occupants + underWay() + channel(),
                            measured -> {
                                reactor.runFor(SETTLE);
                                halls.values().forEach(hall -> hall.messages = 0);
                                limit = Math.max(inFlight, deliveries / rooms / occupants);
                                measured.part(() -> talk(reactor));
                                return limit * rooms * occupants;
                            });
            crowd.leave();
            halls.clear();
            return List.of(figure);
        }
    }

    private String underWay() {
        return inFlight == 1 ? "" : ", " + inFlight + " under way";
    }

    private void talk(Reactor reactor) throws IOException {
        var all = new ArrayList<>(halls.values());
        for (var hall : all) {
            for (var number = 0; number < inFlight; number++) {
                speak(hall, number);
            }
        }
        reactor.runUntil(
                () -> all.stream().allMatch(hall -> hall.messages >= limit * occupants),
                LIMIT,
                limit + " messages in each room");
    }

    private static void speak(Hall hall, long number) {
        hall.say(hall.users().get((int) (number % hall.users().size())), BODY);
    }

    private void onStanza(VirtualUser user, Stanza stanza) {
        var from = stanza.from();
        if (from == null) {
            return;
        }
        var hall = halls.get(from.bare().toString());
        if (hall == null) {
            return;
        }
        hall.heard(user, from.resource(), stanza);
        if (stanza.isMessage() && hall.messages % occupants == 0) {
            var said = hall.messages / occupants + inFlight - 1;
            if (hall.messages > 0 && said < limit) {
                speak(hall, said);
            }
        }
    }
}
