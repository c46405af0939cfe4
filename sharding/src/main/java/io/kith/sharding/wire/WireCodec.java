package io.kith.sharding.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.NotSerializableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes and reads every message that crosses nodes. Immutable, safe for all threads.
///
/// What it can't read (an unknown number, from a newer node perhaps; bytes that are no such message) is a
/// [NotSerializableException] that says what it was; the connection between the nodes lives on. Nothing larger than
/// [#MESSAGE_BYTES_MAX] is written: [Chunks] cuts what may be.
public final class WireCodec {

    /// The most that one message may take between nodes. Akka's frame is twice that.
    public static final int MESSAGE_BYTES_MAX = 128 * 1024;

    private final Map<Class<?>, WireForm<?>> byType = new HashMap<>();
    private final Map<String, WireForm<?>> byManifest = new HashMap<>();

    public WireCodec(Collection<WireForm<?>> forms) {
        for (var form : forms) {
            if (byType.put(form.type(), form) != null || byManifest.put(form.manifest(), form) != null) {
                throw new IllegalArgumentException(
                        "number " + form.number() + " or " + form.type().getName() + " is registered twice");
            }
        }
    }

    /// Every form, by number.
    public List<WireForm<?>> forms() {
        return byManifest.values().stream()
                .sorted((one, other) -> Integer.compare(one.number(), other.number()))
                .<WireForm<?>>map(form -> form)
                .toList();
    }

    /// The number of a message's type, as text.
    ///
    /// @throws IllegalArgumentException if the type is not registered
    public String manifest(WireMessage message) {
        return formOf(message).manifest();
    }

    /// The number of a message's type.
    ///
    /// @throws IllegalArgumentException if the type is not registered
    public int number(WireMessage message) {
        return formOf(message).number();
    }

    /// @throws IllegalArgumentException if the type is not registered, or the message is larger than
    ///     [#MESSAGE_BYTES_MAX]
    public byte[] encode(WireMessage message) {
        var wire = formOf(message).encode(message);
        var size = wire.getSerializedSize();
        if (size > MESSAGE_BYTES_MAX) {
            throw new IllegalArgumentException(message.getClass().getName() + " takes " + size
                    + " bytes, more than the " + MESSAGE_BYTES_MAX + " that may cross in one message");
        }
        return wire.toByteArray();
    }

    /// @throws NotSerializableException if the manifest is unknown or the bytes are not such a message
    public WireMessage decode(String manifest, byte[] bytes) throws NotSerializableException {
        var form = byManifest.get(manifest);
        if (form == null) {
            throw new NotSerializableException(
                    "no message has the number " + manifest + " here: a newer node wrote it?");
        }
        try {
            return form.decode(bytes);
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            throw unreadable(form, e);
        }
    }

    /// As [#encode] but of any size: for what goes into another message, or is cut.
    public ByteString encodeUnbounded(WireMessage message) {
        return formOf(message).encode(message).toByteString();
    }

    private WireForm<?> formOf(WireMessage message) {
        @Nullable WireForm<?> form = byType.get(message.getClass());
        if (form == null) {
            throw new IllegalArgumentException(message.getClass().getName() + " has no number and can't cross nodes");
        }
        return form;
    }

    private static NotSerializableException unreadable(WireForm<?> form, Exception cause) {
        var unreadable = new NotSerializableException("no " + form.type().getName() + ": " + cause.getMessage());
        unreadable.initCause(cause);
        return unreadable;
    }
}
