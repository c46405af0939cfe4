package io.kith.node.edge.tls;

import io.kith.proto.sasl.ChannelBinding;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLKeyException;
import org.jspecify.annotations.Nullable;

/// The TLS layer of one connection: [#received] takes what the socket read, [#send] what is to be written,
/// and [#takeRecords] gives what the handshake, a key update or the end of the connection wants written.
///
/// Idle, it holds its engine and at most the beginning of one record. The costly steps of a handshake run
/// inside [#received]. Renegotiation is refused (RFC 9325 §3.5). Belongs to one thread at a time.
public final class TlsMachine {

    /// Where plaintext goes; the bytes are lent for the time of the call.
    @FunctionalInterface
    public interface Plaintext {
        /// Takes `length` bytes from `offset` on.
        void accept(byte[] bytes, int offset, int length);
    }

    /// Records without content, and key updates, in a row: more of them only keep us busy.
    static final int FRUITLESS_RECORDS_MAX = 32;

    private static final String TLS_1_3 = "TLSv1.3";
    private static final byte[] NOTHING = {};
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private @Nullable PartialRecord partial;
    private @Nullable ByteArrayOutputStream records;
    private boolean open;
    private boolean closedByPeer;
    private boolean closing;
    private int fruitless;

    /// @param engine fresh, in the mode that it shall have
    public TlsMachine(SSLEngine engine) throws TlsFailure {
        this.engine = engine;
        try {
            engine.beginHandshake();
        } catch (SSLException wrong) {
            throw new TlsFailure(String.valueOf(wrong.getMessage()));
        }
    }

    /// A client has to speak first: the first records are in [#takeRecords] then.
    public void start() throws TlsFailure {
        try {
            handshake();
        } catch (SSLException wrong) {
            throw failure(wrong);
        }
    }

    /// Takes bytes from the socket, whole records or parts, and gives all plaintext in them to `plaintext`,
    /// record by record. After a `close_notify` of the peer the rest is ignored ([#isClosedByPeer]).
    ///
    /// @throws TlsFailure when the connection can't go on; send [#takeRecords], then close
    public void received(byte[] bytes, int offset, int length, Plaintext plaintext) throws TlsFailure {
        var source = ByteBuffer.wrap(bytes, offset, length);
        try {
            if (partial != null) {
                if (!partial.complete(source)) {
                    return;
                }
                var record = ByteBuffer.wrap(RecordBuffers.ofThread().record);
                partial.copyTo(record);
                partial = null;
                unwrap(record.flip(), plaintext);
            }
            while (source.hasRemaining() && !closedByPeer) {
                var whole = PartialRecord.lengthOf(source);
                if (whole < 0 || whole > source.remaining()) {
                    partial = new PartialRecord(source);
                    return;
                }
                var record = source.slice(source.position(), whole);
                source.position(source.position() + whole);
                unwrap(record, plaintext);
            }
        } catch (SSLException wrong) {
            throw failure(wrong);
        }
    }

    /// Encrypts into as few records as hold it. Only once the connection [#isOpen].
    ///
    /// @return the records, to be written after all that [#takeRecords] gave
    public byte[] send(byte[][] chunks, int count) throws TlsFailure {
        var sources = new ByteBuffer[count];
        var total = 0L;
        for (var i = 0; i < count; i++) {
            sources[i] = ByteBuffer.wrap(chunks[i]);
            total += chunks[i].length;
        }
        var out = new ByteArrayOutputStream((int) Math.min(total + total / 8 + 64, Integer.MAX_VALUE - 8));
        try {
            while (total > 0) {
                var result = wrap(sources, out);
                if (result.getStatus() != Status.OK) {
                    throw new TlsFailure("closed while sending");
                }
                total -= result.bytesConsumed();
            }
        } catch (SSLException wrong) {
            throw failure(wrong);
        }
        return out.toByteArray();
    }

    /// What TLS itself wants to be written next: handshake, key update, alert, `close_notify`. Empty nearly
    /// always.
    public byte[] takeRecords() {
        var waiting = records;
        records = null;
        return waiting == null ? NOTHING : waiting.toByteArray();
    }

    /// Ends our direction: [#takeRecords] has the `close_notify` (RFC 8446 §6.1). Nothing can be sent any
    /// more.
    public void close() {
        closing = true;
        engine.closeOutbound();
        try {
            handshake();
        } catch (SSLException | TlsFailure late) {
            // The connection is over either way; without its alert the peer sees the end of the socket.
            records = null;
        }
    }

    /// Whether the handshake is done.
    public boolean isOpen() {
        return open;
    }

    /// Whether the peer will send nothing more.
    public boolean isClosedByPeer() {
        return closedByPeer;
    }

    /// What a login can be bound to, the best first. Both ends know the same, a relay between two
    /// connections does not.
    public List<ChannelBinding> channelBindings() {
        var bindings = new ArrayList<ChannelBinding>(2);
        if (!open || !(engine.getSession() instanceof ExtendedSSLSession session)) {
            return bindings;
        }
        try {
            var exported = session.exportKeyingMaterialData(
                    ChannelBinding.EXPORTER_LABEL, NOTHING, ChannelBinding.EXPORTER_BYTES);
            bindings.add(new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, exported));
        } catch (SSLKeyException | UnsupportedOperationException without) {
            // RFC 9266 §4.1: TLS 1.2 without extended master secret has none.
            bindings.clear();
        }
        try {
            var chain = session.getLocalCertificates();
            if (chain != null && chain.length > 0 && chain[0] instanceof X509Certificate certificate) {
                ChannelBinding.tlsServerEndPoint(certificate).ifPresent(bindings::add);
            }
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("our own certificate can't be encoded", unreadable);
        }
        return bindings;
    }

    /// `TLSv1.3` or `TLSv1.2`.
    public String protocol() {
        return engine.getSession().getProtocol();
    }

    /// Bytes held for a record that has not come whole.
    public int bytesHeld() {
        return partial == null ? 0 : partial.length();
    }

    private void unwrap(ByteBuffer record, Plaintext plaintext) throws SSLException, TlsFailure {
        var borrowed = RecordBuffers.ofThread().plaintext;
        var target = ByteBuffer.wrap(borrowed);
        var stalled = false;
        while (record.hasRemaining() && !closedByPeer) {
            var result = engine.unwrap(record, target);
            if (result.getStatus() == Status.BUFFER_OVERFLOW || result.getStatus() == Status.BUFFER_UNDERFLOW) {
                throw new TlsFailure("a record that does not fit");
            }
            closedByPeer = engine.isInboundDone() || result.getStatus() == Status.CLOSED;
            if (!closedByPeer) {
                handshake();
            }
            // An engine may take nothing once, to have its own say first.
            if (result.bytesConsumed() == 0 && stalled) {
                throw new TlsFailure("a record out of turn");
            }
            stalled = result.bytesConsumed() == 0;
        }
        if (target.position() > 0) {
            fruitless = 0;
            plaintext.accept(borrowed, 0, target.position());
        } else if (open && !closedByPeer && ++fruitless > FRUITLESS_RECORDS_MAX) {
            throw new TlsFailure("records without content");
        }
    }

    /// Does all that the engine wants done before it needs more from the peer.
    private void handshake() throws SSLException, TlsFailure {
        var status = engine.getHandshakeStatus();
        if (open && !closing && isRenegotiation(status)) {
            throw new TlsFailure("renegotiation refused");
        }
        while (true) {
            switch (status) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> {
                    if (wrap(new ByteBuffer[] {NO_BYTES}, records()).getStatus() == Status.CLOSED) {
                        return;
                    }
                }
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN, NOT_HANDSHAKING, FINISHED -> {
                    open |= status == HandshakeStatus.NOT_HANDSHAKING || status == HandshakeStatus.FINISHED;
                    return;
                }
            }
            status = engine.getHandshakeStatus();
        }
    }

    /// In TLS 1.3 there is none, and a key update is answered by a wrap; closing needs one in both.
    private boolean isRenegotiation(HandshakeStatus status) {
        return status != HandshakeStatus.NOT_HANDSHAKING && !protocol().equals(TLS_1_3);
    }

    private void runTasks() {
        for (var task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    private SSLEngineResult wrap(ByteBuffer[] sources, ByteArrayOutputStream out) throws SSLException {
        var borrowed = RecordBuffers.ofThread().sent;
        var record = ByteBuffer.wrap(borrowed);
        var result = engine.wrap(sources, record);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            throw new IllegalStateException("a TLS engine whose records are larger than TLS allows");
        }
        out.write(borrowed, 0, record.position());
        return result;
    }

    private ByteArrayOutputStream records() {
        var waiting = records;
        if (waiting == null) {
            waiting = new ByteArrayOutputStream(256);
            records = waiting;
        }
        return waiting;
    }

    /// Lets the engine say its alert.
    private TlsFailure failure(SSLException wrong) {
        try {
            while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
                wrap(new ByteBuffer[] {NO_BYTES}, records());
            }
        } catch (SSLException again) {
            wrong.addSuppressed(again);
        }
        return new TlsFailure(String.valueOf(wrong.getMessage()));
    }
}
