package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.sharding.room.relay.Mark;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a room tells of an address without telling the address: digests keyed with the room's secret.
public final class Digests {

    /// Characters of a [#tag].
    static final int TAG_LENGTH = 16;

    private static final int OCCUPANT_ID_LENGTH = 40;

    private Digests() {}

    /// The occupant id of a user (XEP-0421 §3.3): the same at every visit, another in every room.
    public static String occupantId(String secret, Jid user) {
        return digest(secret, "occupant", user.bare()).substring(0, OCCUPANT_ID_LENGTH);
    }

    /// What stands for one client in the ids of IQs that pass through the room.
    static String tag(String secret, Jid full) {
        return digest(secret, "iq", full).substring(0, TAG_LENGTH);
    }

    /// What the owner of its recipient recognises a message by that goes through the room: the same in each life of the
    /// room, above 0, and another one for every other message.
    static long ofMessage(String secret, Jid full, Mark mark) {
        var of = mac(secret, "message\0" + full + '\0' + mark.session() + '\0' + mark.n());
        return Math.max(1, ByteBuffer.wrap(of).getLong() & Long.MAX_VALUE);
    }

    private static String digest(String secret, String purpose, Jid jid) {
        return HexFormat.of().formatHex(mac(secret, purpose + '\0' + jid));
    }

    private static byte[] mac(String secret, String of) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HexFormat.of().parseHex(secret), "HmacSHA256"));
            return mac.doFinal(of.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
