package io.kith.sharding.session;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/// What a client said, in 64 bits: the same for what it says again, from whichever resource and with whatever `delay`
/// it then adds (XEP-0203).
///
/// Two checksums, as it guards against chance alone: who makes two messages alike on purpose loses one of their own.
public final class Content {

    private Content() {}

    /// @param message as it was said, to whom included
    public static long of(Stanza message) {
        var said = message.withFrom(null)
                .without(child -> child.is("delay", Namespaces.DELAY))
                .bytes();
        return sum(new CRC32C(), said) << Integer.SIZE | sum(new CRC32(), said);
    }

    private static long sum(Checksum checksum, byte[] bytes) {
        checksum.update(bytes);
        return checksum.getValue();
    }
}
