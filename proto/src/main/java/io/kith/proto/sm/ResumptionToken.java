package io.kith.proto.sm;

import io.kith.proto.jid.Jid;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/// What a client shows to resume its session (XEP-0198 §5): whose it is, which, and a number that nobody can guess.
///
/// Sealed it is opaque to the client and authenticated by HMAC-SHA-256, so that any node can tell whose session is
/// meant
/// before it asks anybody. Sealing does not hide the content and does not make it valid once: the owner compares
/// session
/// and nonce with what it issued. Sealed it has at most [#SEALED_CHARS_MAX] characters, XEP-0198 allowing 4,000.
///
/// @param user the account, a bare address
/// @param session names one session of that account; 255 bytes of UTF-8 at most
/// @param nonce random, new with each session
public record ResumptionToken(Jid user, String session, long nonce) {

    /// Characters of a sealed token whose every part is as long as it may be.
    public static final int SEALED_CHARS_MAX = 3_160;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAC_BYTES = 32;
    private static final byte VERSION = 1;
    private static final int PART_BYTES_MAX = 1023;
    private static final int SESSION_BYTES_MAX = 255;

    public ResumptionToken {
        if (!user.resource().isEmpty()) {
            throw new IllegalArgumentException("a session belongs to an account, a bare address");
        }
        if (utf8(session).length > SESSION_BYTES_MAX) {
            throw new IllegalArgumentException("a session's name has at most " + SESSION_BYTES_MAX + " bytes");
        }
    }

    /// The token as a client gets it.
    public String seal(SecretKey key) {
        var local = utf8(user.local());
        var domain = utf8(user.domain());
        var named = utf8(session);
        var content = ByteBuffer.allocate(1 + 8 + 3 * 2 + local.length + domain.length + named.length);
        content.put(VERSION).putLong(nonce);
        for (var part : new byte[][] {local, domain, named}) {
            content.putShort((short) part.length).put(part);
        }
        var sealed = ByteBuffer.allocate(content.capacity() + MAC_BYTES);
        sealed.put(content.array()).put(mac(key, content.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed.array());
    }

    /// The token that was sealed with one of `keys`; empty if it was with none of them, whatever else is wrong with it.
    ///
    /// @param keys the newest first; more than one while they are being changed
    public static Optional<ResumptionToken> open(String sealed, List<SecretKey> keys) {
        if (sealed.length() > SEALED_CHARS_MAX) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(sealed);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length <= MAC_BYTES) {
            return Optional.empty();
        }
        var content = ByteBuffer.wrap(bytes, 0, bytes.length - MAC_BYTES).slice();
        var plain = new byte[content.remaining()];
        content.get(plain);
        var mac = ByteBuffer.wrap(bytes).slice(plain.length, MAC_BYTES);
        var claimed = new byte[MAC_BYTES];
        mac.get(claimed);
        for (var key : keys) {
            if (MessageDigest.isEqual(mac(key, plain), claimed)) { // takes the same time wherever they differ
                return read(ByteBuffer.wrap(plain));
            }
        }
        return Optional.empty();
    }

    /// A token of another version is sealed rightly and yet unknown, as one is that a later release made.
    private static Optional<ResumptionToken> read(ByteBuffer content) {
        try {
            if (content.get() != VERSION) {
                return Optional.empty();
            }
            var nonce = content.getLong();
            var local = part(content, PART_BYTES_MAX);
            var domain = part(content, PART_BYTES_MAX);
            var session = part(content, SESSION_BYTES_MAX);
            return Optional.of(new ResumptionToken(new Jid(local, domain, ""), session, nonce));
        } catch (BufferUnderflowException tooShort) {
            return Optional.empty();
        }
    }

    private static String part(ByteBuffer content, int bytesMax) {
        var bytes = new byte[Math.min(Short.toUnsignedInt(content.getShort()), bytesMax)];
        content.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] mac(SecretKey key, byte[] content) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Without the nonce, which must not reach a log.
    @Override
    public String toString() {
        return "ResumptionToken[" + session + "]";
    }
}
