package io.kith.loadtest;

import io.kith.proto.stanza.Stanza;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What it costs when a crowd enters a room at once: everybody is shown to everybody. Between two repeats all but one
/// leave.
@Command(
        name = "room-crowd",
        description = "CPU time of the server per presence delivered while a crowd enters a room, in microseconds")
final class RoomCrowdScenario extends Scenario {

    private static final Duration SETTLE = Duration.ofSeconds(1);
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Option(names = "--crowd", defaultValue = "500", description = "who enter (${DEFAULT-VALUE})")
    int size = 500;

    private @Nullable Hall hall;

    @Override
    List<Figure> measure(PrintStream out) throws Exception {
        try (var reactor = new Reactor()) {
            var crowd = new Crowd(reactor, new Crowd.Terms(target));
            crowd.grow(0, size + 1, this::onStanza);
            var square = new Hall(target.domain, List.copyOf(crowd.users()), RandomGenerator.of("SecureRandom"));
            hall = square;
            square.found(reactor);
            var figure = new Rounds(target, out)
                    .measure("presence delivered while " + size + " enter a room" + channel(), measured -> {
                        square.presences = 0;
                        measured.part(() -> enter(reactor, square));
                        var delivered = square.presences;
                        leave(reactor, square);
                        return delivered;
                    });
            crowd.leave();
            return List.of(figure);
        }
    }

    /// Each sees itself and all others, and is seen by the one who is there already.
    private void enter(Reactor reactor, Hall square) throws IOException {
        square.users().stream().skip(1).forEach(square::enter);
        var all = (long) size * size + 2L * size;
        reactor.runUntil(() -> square.presences >= all, LIMIT, all + " presences");
    }

    private void leave(Reactor reactor, Hall square) throws IOException {
        reactor.runFor(SETTLE);
        square.presences = 0;
        square.users().stream().skip(1).forEach(square::leave);
        var all = (long) size * (size - 1) / 2 + 2L * size;
        reactor.runUntil(() -> square.presences >= all, LIMIT, all + " farewells");
        reactor.runFor(SETTLE);
    }

    private void onStanza(VirtualUser user, Stanza stanza) {
        var from = stanza.from();
        if (hall != null && from != null && from.bare().toString().equals(hall.address())) {
            hall.heard(user, from.resource(), stanza);
        }
    }
}
