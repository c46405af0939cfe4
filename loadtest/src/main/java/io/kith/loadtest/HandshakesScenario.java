package io.kith.loadtest;

import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What a TLS handshake costs, without resumption; nothing is sent afterwards.
@Command(name = "handshakes", description = "CPU time of the server per TLS handshake, in microseconds")
final class HandshakesScenario extends Scenario {

    @Option(names = "--connections", defaultValue = "1000", description = "handshakes in a repeat (${DEFAULT-VALUE})")
    int connections = 1_000;

    @Override
    List<Figure> measure(PrintStream out) throws Exception {
        target.tls = true;
        var terms = new Crowd.Terms(target);
        var figure = new Rounds(target, out).measure("TLS handshake, full", measured -> {
            try (var reactor = new Reactor()) {
                var crowd = new Crowd(reactor, terms);
                measured.part(() -> crowd.shakeHands(connections));
                crowd.drop();
            }
            return connections;
        });
        out.println("handshakes per CPU second: " + Figure.number(1_000_000 / figure.median()));
        return List.of(figure);
    }
}
