package io.kith.node.transcript;

import java.net.InetSocketAddress;
import java.time.Duration;

/// What a transcript is played on: one system or several that share their stores.
interface Stage extends AutoCloseable {

    /// The virtual host of all accounts.
    String domain();

    int nodes();

    /// Where node `number` (1-based) listens for clients; it accepts PLAIN without TLS.
    InetSocketAddress listener(int number);

    /// Makes an account whose password is its name.
    void account(String name);

    /// Moves the clock of every node.
    void advance(Duration jump);

    /// Returns once what nodes collect for a moment before they send it (presence batches) is sent and arrived.
    void settle();

    @Override
    void close();
}
