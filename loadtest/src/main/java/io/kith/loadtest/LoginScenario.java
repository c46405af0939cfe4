package io.kith.loadtest;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a login costs: stream, SCRAM-SHA-256, bind, roster, initial presence.
@Command(name = "login", description = "CPU time of the server per login, in microseconds")
final class LoginScenario extends Scenario {

    private static final Duration SETTLE = Duration.ofMillis(500);

    @Option(names = "--users", defaultValue = "500", description = "logins in a repeat (${DEFAULT-VALUE})")
    int users = 500;

    @Override
    List<Figure> measure(PrintStream out) throws Exception {
        var terms = new Crowd.Terms(target);
        return List.of(new Rounds(target, out)
                .measure("login (SCRAM-SHA-256, bind, roster, presence)" + channel(), measured -> {
                    try (var reactor = new Reactor()) {
                        var crowd = new Crowd(reactor, terms);
                        measured.part(() -> {
                            crowd.grow(0, users, (_, _) -> {});
                            reactor.runFor(SETTLE);
                        });
                        crowd.leave();
                        reactor.runFor(SETTLE);
                    }
                    return users;
                }));
    }
}
