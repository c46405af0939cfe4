package io.kith.sharding.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.BytesValue;
import com.google.protobuf.CodedOutputStream;
import java.util.List;

/// A message as plain as can be, to test what carries it.
record Whisper(ByteString words) implements WireMessage {

    static final WireForm<Whisper> FORM = WireForm.of(
            7, Whisper.class, w -> BytesValue.of(w.words()), BytesValue.parser(), wire -> new Whisper(wire.getValue()));

    static final WireCodec CODEC = new WireCodec(List.of(FORM));

    /// A whisper that takes just so many bytes: a tag, the length of the words, the words.
    static Whisper ofWireSize(int bytes) {
        var words = new byte[bytes - 1 - CodedOutputStream.computeUInt32SizeNoTag(bytes)];
        for (var i = 0; i < words.length; i++) {
            words[i] = (byte) (i * 31 + i / 251);
        }
        return new Whisper(ByteString.copyFrom(words));
    }
}
