package io.kith.node.edge;

import java.time.Duration;

/// How patient a node is with its connections.
///
/// @param loginWithin from the first byte to the session (`connection-timeout` beyond)
/// @param registersWithin the same where somebody has asked for the form by which accounts are made (XEP-0077)
/// @param silentFor how long a client may be silent before it is asked for a sign of life
/// @param answersWithin how long it has for that, if it can answer
/// @param takesWithin how long a write may be stuck before the client counts as gone
/// @param finishesWithin how long a client that closes its stream waits for what it has sent to be handled
/// @param closesWithin how long the end of a stream may take
/// @param resumableFor how long a lost session waits to be resumed, at most
public record EdgeSettings(
        Duration loginWithin,
        Duration registersWithin,
        Duration silentFor,
        Duration answersWithin,
        Duration takesWithin,
        Duration finishesWithin,
        Duration closesWithin,
        Duration resumableFor) {

    /// What suits most.
    public static final EdgeSettings DEFAULT = new EdgeSettings(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10));

    /// These, with sessions waiting that long.
    public EdgeSettings resumableFor(Duration longest) {
        return new EdgeSettings(
                loginWithin,
                registersWithin,
                silentFor,
                answersWithin,
                takesWithin,
                finishesWithin,
                closesWithin,
                longest);
    }
}
