package io.kith.loadtest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// One thread, one selector: carries all virtual users of a run. Reads and writes happen only in [#runUntil], on the
/// caller's thread.
final class Reactor implements AutoCloseable {

    private static final int READ_BYTES = 65_536;

    private final Selector selector;
    private final ByteBuffer input = ByteBuffer.allocate(READ_BYTES);

    Reactor() throws IOException {
        selector = Selector.open();
    }

    void connect(VirtualUser user, InetSocketAddress server, InetSocketAddress from) throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.bind(from);
        var key = channel.register(selector, SelectionKey.OP_CONNECT, user);
        user.attach(channel, key);
        if (channel.connect(server)) {
            key.interestOps(SelectionKey.OP_READ);
            user.connected();
        }
    }

    /// Carries bytes until the condition holds.
    ///
    /// @throws IllegalStateException when it does not within `limit`
    void runUntil(BooleanSupplier condition, Duration limit, String what) throws IOException {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not within " + limit + ": " + what);
            }
            turn(50);
        }
    }

    /// Carries bytes for a time.
    void runFor(Duration time) throws IOException {
        var deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < deadline) {
            turn(Math.max(1, Math.min(50, (deadline - System.nanoTime()) / 1_000_000)));
        }
    }

    private void turn(long millis) throws IOException {
        selector.select(this::ready, millis);
    }

    private void ready(SelectionKey key) {
        var user = (VirtualUser) key.attachment();
        var channel = (SocketChannel) key.channel();
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                key.interestOps(SelectionKey.OP_READ);
                user.connected();
            } else {
                if (key.isReadable()) {
                    read(channel, user);
                }
                if (key.isValid() && key.isWritable()) {
                    user.flush();
                }
            }
        } catch (IOException broken) {
            key.cancel();
            user.lost(broken.toString());
        }
    }

    private void read(SocketChannel channel, VirtualUser user) throws IOException {
        input.clear();
        var count = channel.read(input);
        if (count < 0) {
            channel.close();
            user.lost("closed by the server");
        } else {
            user.received(input.array(), count);
        }
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
