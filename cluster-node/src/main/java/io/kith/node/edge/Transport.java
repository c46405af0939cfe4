package io.kith.node.edge;

import io.kith.node.edge.tls.TlsEngines;
import io.kith.node.edge.tls.TlsFailure;
import io.kith.node.edge.tls.TlsMachine;
import io.kith.proto.jid.AsciiDomain;
import io.kith.proto.sasl.ChannelBinding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What lies between the socket's bytes and the stream's: nothing at first, TLS once it is started.
final class Transport {

    private static final byte[] NOTHING = {};

    private final TlsEngines engines;
    private @Nullable TlsMachine tls;
    private byte[] first = NOTHING;
    private boolean broken;
    private boolean closed;

    Transport(TlsEngines engines) {
        this.engines = engines;
    }

    /// From now on there is TLS.
    ///
    /// @param before to be written in the clear before
    /// @return false when there is none to be had
    boolean startTls(String domain, byte[] before) {
        first = before;
        try {
            tls = new TlsMachine(engines.server(domain.isEmpty() ? "" : AsciiDomain.of(domain)));
            return true;
        } catch (TlsFailure none) {
            return false;
        }
    }

    /// @return false when the peer broke the rules of TLS
    boolean received(byte[] bytes, int offset, int length, TlsMachine.Plaintext plaintext) {
        if (tls == null) {
            plaintext.accept(bytes, offset, length);
            return true;
        }
        try {
            tls.received(bytes, offset, length, plaintext);
            return true;
        } catch (TlsFailure wrong) {
            broken = true;
            return false;
        }
    }

    /// What the socket is to write: what is due before, then `chunks`, then, if they are the last, the end.
    ///
    /// @return null when TLS fails
    byte @Nullable [] encode(List<byte[]> chunks, boolean last) {
        if (tls == null) {
            closed |= last;
            return concatenated(chunks);
        }
        try {
            var before = first;
            first = NOTHING;
            var own = tls.takeRecords();
            var records = chunks.isEmpty() ? NOTHING : tls.send(chunks.toArray(byte[][]::new), chunks.size());
            var end = NOTHING;
            if (last && !closed) {
                if (!broken) {
                    tls.close();
                    end = tls.takeRecords();
                }
                closed = true;
            }
            return concatenated(List.of(before, own, records, end));
        } catch (TlsFailure gone) {
            broken = true;
            return null;
        }
    }

    /// Whether the stream's bytes can be sent: there is no TLS, or its handshake is done.
    boolean canSend() {
        return tls == null || (tls.isOpen() && !broken && !closed);
    }

    boolean isTls() {
        return tls != null;
    }

    /// What protects the stream, in a word.
    String security() {
        return tls == null ? "no TLS" : tls.protocol();
    }

    /// Whether nothing more can be sent.
    boolean isClosed() {
        return closed;
    }

    /// Whether TLS says that the peer sends no more.
    boolean isClosedByPeer() {
        return tls != null && tls.isClosedByPeer();
    }

    List<ChannelBinding> channelBindings() {
        return tls == null ? List.of() : tls.channelBindings();
    }

    static byte[] concatenated(List<byte[]> chunks) {
        if (chunks.size() == 1) {
            return chunks.getFirst();
        }
        var length = 0;
        for (var chunk : chunks) {
            length += chunk.length;
        }
        if (length == 0) {
            return NOTHING;
        }
        var all = new byte[length];
        var at = 0;
        for (var chunk : chunks) {
            System.arraycopy(chunk, 0, all, at, chunk.length);
            at += chunk.length;
        }
        return all;
    }
}
