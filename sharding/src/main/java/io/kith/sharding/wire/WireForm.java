package io.kith.sharding.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import java.io.NotSerializableException;
import java.util.function.Function;

/// How one type of message is written: under which number, and as which Protobuf message.
///
/// A number is given once and never again to another type. Readers ignore fields that they do not know; a changed form
/// ships in two releases, one that reads it and one that writes it.
public final class WireForm<T extends WireMessage> {

    private final int number;
    private final String manifest;
    private final Class<T> type;
    private final Function<T, ? extends MessageLite> encode;
    private final Decode<T> decode;

    /// Makes a message of what its Protobuf message says.
    public interface Reader<P, T> {

        /// May throw any unchecked exception for what is well-formed and makes no sense.
        T read(P wire) throws NotSerializableException;
    }

    private interface Decode<T> {
        T decode(byte[] bytes) throws InvalidProtocolBufferException, NotSerializableException;
    }

    private WireForm(int number, Class<T> type, Function<T, ? extends MessageLite> encode, Decode<T> decode) {
        if (number < 1) {
            throw new IllegalArgumentException("numbers of messages start at 1: " + number);
        }
        this.number = number;
        this.manifest = Integer.toString(number);
        this.type = type;
        this.encode = encode;
        this.decode = decode;
    }

    /// @param number never given to another type before
    public static <T extends WireMessage, P extends MessageLite> WireForm<T> of(
            int number, Class<T> type, Function<T, P> encode, Parser<P> parser, Reader<P, T> reader) {
        return new WireForm<>(number, type, encode, bytes -> reader.read(parser.parseFrom(bytes)));
    }

    public int number() {
        return number;
    }

    /// The number as text, for serializers that identify by text.
    public String manifest() {
        return manifest;
    }

    public Class<T> type() {
        return type;
    }

    MessageLite encode(WireMessage message) {
        return encode.apply(type.cast(message));
    }

    T decode(byte[] bytes) throws InvalidProtocolBufferException, NotSerializableException {
        return decode.decode(bytes);
    }
}
