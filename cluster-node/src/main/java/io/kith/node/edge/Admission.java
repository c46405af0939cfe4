package io.kith.node.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How many connections may be open at once, and how many of them without a session. Safe for use by several
/// threads.
///
/// An address is that of a host, in IPv6 that of a network of 64 bits, which a host may have to itself.
public final class Admission {

    /// The bounds; what is at a bound is admitted, one more is closed without a word.
    ///
    /// @param connectionsMax on this node
    /// @param halfOpenMax on this node, without a session yet
    /// @param perAddressMax of one address
    /// @param halfOpenPerAddressMax of one address, without a session yet
    public record Limits(int connectionsMax, int halfOpenMax, int perAddressMax, int halfOpenPerAddressMax) {

        /// The node's own bounds alone, as for trials from one address.
        public static final Limits NODE_ONLY = new Limits(1_000_000, 1_000_000, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    private static final int NETWORK_BYTES = 8;

    private record Count(int open, int halfOpen) {}

    private Limits limits;
    private final ConcurrentHashMap<String, Count> byAddress = new ConcurrentHashMap<>();
    private final LongAdder admitted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private int open;
    private int halfOpen;

    public Admission(Limits limits) {
        this.limits = limits;
    }

    /// Other bounds from now on; who is in stays.
    public synchronized void use(Limits other) {
        limits = other;
    }

    /// How an address is counted.
    static String nameOf(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "::/64"
                : address.getHostAddress();
    }

    /// Asks for one more connection without a session.
    ///
    /// @return whether it is admitted; then [#left] must follow once
    synchronized boolean admits(String address) {
        var count = byAddress.getOrDefault(address, new Count(0, 0));
        if (open >= limits.connectionsMax()
                || halfOpen >= limits.halfOpenMax()
                || count.open() >= limits.perAddressMax()
                || count.halfOpen() >= limits.halfOpenPerAddressMax()) {
            refused.increment();
            return false;
        }
        admitted.increment();
        open++;
        halfOpen++;
        byAddress.put(address, new Count(count.open() + 1, count.halfOpen() + 1));
        return true;
    }

    /// It has a session now.
    synchronized void bound(String address) {
        halfOpen--;
        byAddress.computeIfPresent(address, (_, count) -> new Count(count.open(), count.halfOpen() - 1));
    }

    /// It is gone.
    ///
    /// @param halfOpenStill whether it never had a session
    synchronized void left(String address, boolean halfOpenStill) {
        open--;
        halfOpen -= halfOpenStill ? 1 : 0;
        byAddress.computeIfPresent(
                address,
                (_, count) -> count.open() == 1
                        ? null
                        : new Count(count.open() - 1, count.halfOpen() - (halfOpenStill ? 1 : 0)));
    }

    /// Connections that have, or had, a session.
    public synchronized int bound() {
        return open - halfOpen;
    }

    /// Connections without a session yet.
    public synchronized int halfOpen() {
        return halfOpen;
    }

    /// All that were ever admitted.
    public long admitted() {
        return admitted.sum();
    }

    /// All that were ever refused.
    public long refused() {
        return refused.sum();
    }
}
