package io.kith.node.hostile;

import io.kith.node.edge.tls.TlsFailure;
import io.kith.node.edge.tls.TlsMachine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import javax.net.ssl.SSLContext;

/// Thousands of sockets from several addresses, which hold nothing but themselves; all do the same at once.
final class Strangers implements AutoCloseable {

    /// What one address may have without a session, by the node's default.
    static final int PER_ADDRESS = 500;

    /// So many at once leave room in the queue of connections that the node has not taken yet.
    private static final int AT_ONCE = 250;

    private static final int PATIENCE_MILLIS = 30_000;

    private final List<Socket> sockets = new ArrayList<>();
    private final byte[] buffer = new byte[4_096];

    /// Connects so many and waits until the node has admitted them.
    ///
    /// @param network the last but one number of their addresses, `127.0.network.*`
    static Strangers connect(Victim victim, int network, int count) throws IOException, InterruptedException {
        var strangers = new Strangers();
        var before = victim.metric("kith_connections_halfopen");
        for (var i = 0; i < count; i++) {
            var source = InetAddress.getByName("127.0." + network + "." + (1 + i / PER_ADDRESS));
            var socket = new Socket(InetAddress.getLoopbackAddress(), victim.port(), source, 0);
            socket.setSoTimeout(PATIENCE_MILLIS);
            strangers.sockets.add(socket);
            if ((i + 1) % AT_ONCE == 0 || i + 1 == count) {
                while (victim.metric("kith_connections_halfopen") < before + i + 1) {
                    Thread.onSpinWait();
                }
            }
        }
        return strangers;
    }

    int size() {
        return sockets.size();
    }

    /// Each sends the text that is its own.
    void send(IntFunction<String> text) throws IOException {
        for (var i = 0; i < sockets.size(); i++) {
            sockets.get(i).getOutputStream().write(text.apply(i).getBytes(StandardCharsets.UTF_8));
        }
    }

    /// Each finishes a TLS handshake, the first one in full and the others by what that one was given, and then knows
    /// nothing of it.
    void shakeHands(SSLContext context) throws IOException, TlsFailure {
        for (var socket : sockets) {
            var engine = context.createSSLEngine("localhost", 5222);
            engine.setUseClientMode(true);
            var tls = new TlsMachine(engine);
            tls.start();
            while (!tls.isOpen()) {
                socket.getOutputStream().write(tls.takeRecords());
                var count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    throw new AssertionError("closed within the handshake");
                }
                tls.received(buffer, 0, count, (_, _, _) -> {});
            }
            socket.getOutputStream().write(tls.takeRecords());
        }
    }

    /// Each reads up to this, which must come, with nothing behind it.
    List<String> until(String expected) throws IOException {
        var heard = new ArrayList<String>(sockets.size());
        for (var socket : sockets) {
            var text = new ByteArrayOutputStream();
            while (!text.toString(StandardCharsets.UTF_8).endsWith(expected)) {
                if (!read(socket, text)) {
                    throw new AssertionError("closed before " + expected + ", after " + text);
                }
            }
            heard.add(text.toString(StandardCharsets.UTF_8));
        }
        return heard;
    }

    /// Each reads to the end of its stream.
    List<String> rest() throws IOException {
        var heard = new ArrayList<String>(sockets.size());
        for (var socket : sockets) {
            var text = new ByteArrayOutputStream();
            while (read(socket, text)) {
                // until there is no more
            }
            heard.add(text.toString(StandardCharsets.UTF_8));
        }
        return heard;
    }

    private boolean read(Socket socket, ByteArrayOutputStream into) throws IOException {
        try {
            var count = socket.getInputStream().read(buffer);
            into.write(buffer, 0, Math.max(0, count));
            return count >= 0;
        } catch (SocketException reset) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }
}
