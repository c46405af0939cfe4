package io.kith.node.transcript;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/// What a transcript is played on: one system or several that share their stores.
interface Stage extends AutoCloseable {

    /// The virtual host of all accounts.
    String domain();

    int nodes();

    /// Where node `number` (1-based) listens for clients; it accepts PLAIN without TLS.
    InetSocketAddress listener(int number);

    /// Makes an account whose password is its name.
    void account(String name);

    /// Changes settings of that host, as operators do; returns when every node knows. What changes nothing fails.
    void set(Map<String, String> settings);

    /// Moves the clock of every node.
    void advance(Duration jump);

    /// Stops the clock of every node, until it is moved, or goes on.
    void stand(boolean stands);

    /// Returns once what nodes collect for a moment before they send it (presence batches) is sent and arrived.
    void settle();

    /// Clients that its nodes take for connected.
    int connections();

    @Override
    void close();
}
