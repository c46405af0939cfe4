package io.kith.loadtest;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// TLS of one virtual user. It believes any certificate, for it only ever talks to the loopback, and resumes nothing.
///
/// Idle, it holds the engine and what it has of an unfinished record; the buffers are shared by all users of a
/// reactor's thread.
final class ClientTls {

    private static final byte[] NOTHING = {};

    /// What all users of one thread share.
    static final class Shared {

        private final SSLContext context;
        private final ByteBuffer records = ByteBuffer.allocate(32 * 1024);
        private final ByteBuffer plain = ByteBuffer.allocate(32 * 1024);

        Shared() {
            try {
                context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("there is no TLS here", e);
            }
        }
    }

    /// Where plaintext goes; the bytes are not kept.
    interface Plaintext {
        void accept(byte[] bytes, int count);
    }

    private final Shared shared;
    private final SSLEngine engine;
    private byte[] partial = NOTHING;

    ClientTls(Shared shared) throws SSLException {
        this.shared = shared;
        this.engine = shared.context.createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
    }

    /// Whether the handshake is done.
    boolean isOpen() {
        var status = engine.getHandshakeStatus();
        return engine.getSession().isValid()
                && (status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED);
    }

    /// Takes records from the server, and sends what the handshake wants sent.
    void received(byte[] bytes, int count, Plaintext to, Consumer<ByteBuffer> out) throws SSLException {
        var all = ByteBuffer.wrap(joined(bytes, count));
        while (true) {
            advance(out);
            if (!all.hasRemaining()) {
                break;
            }
            shared.plain.clear();
            var result = engine.unwrap(all, shared.plain);
            if (shared.plain.position() > 0) {
                to.accept(shared.plain.array(), shared.plain.position());
            }
            switch (result.getStatus()) {
                case BUFFER_UNDERFLOW -> {
                    partial = Arrays.copyOfRange(all.array(), all.position(), all.limit());
                    return;
                }
                case CLOSED -> {
                    return;
                }
                case BUFFER_OVERFLOW -> throw new SSLException("a record of more than 32 KiB");
                case OK -> {}
            }
        }
        partial = NOTHING;
    }

    private byte[] joined(byte[] bytes, int count) {
        var all = Arrays.copyOf(partial, partial.length + count);
        System.arraycopy(bytes, 0, all, partial.length, count);
        return all;
    }

    /// Runs what the handshake has to do and say now.
    void advance(Consumer<ByteBuffer> out) throws SSLException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> {
                    for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                        task.run();
                    }
                }
                case NEED_WRAP -> {
                    if (!wrap(ByteBuffer.wrap(NOTHING), out)) {
                        return;
                    }
                }
                default -> {
                    return;
                }
            }
        }
    }

    /// Sends plaintext as records.
    void send(ByteBuffer plaintext, Consumer<ByteBuffer> out) throws SSLException {
        while (plaintext.hasRemaining() && wrap(plaintext, out)) {}
    }

    private boolean wrap(ByteBuffer plaintext, Consumer<ByteBuffer> out) throws SSLException {
        shared.records.clear();
        var result = engine.wrap(plaintext, shared.records);
        if (shared.records.position() > 0) {
            out.accept(ByteBuffer.wrap(Arrays.copyOf(shared.records.array(), shared.records.position())));
        }
        return switch (result.getStatus()) {
            case OK -> true;
            case CLOSED, BUFFER_OVERFLOW, BUFFER_UNDERFLOW -> false;
        };
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
