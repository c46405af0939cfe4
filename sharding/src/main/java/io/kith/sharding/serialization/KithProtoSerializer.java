package io.kith.sharding.serialization;

import akka.actor.ExtendedActorSystem;
import akka.serialization.SerializerWithStringManifest;
import io.kith.sharding.wire.Coded;
import io.kith.sharding.wire.Journalled;
import io.kith.sharding.wire.WireCodec;
import io.kith.sharding.wire.WireMessage;
import java.io.NotSerializableException;

/// Akka's way to [WireCodec]: the serializer `kith-proto` of every [WireMessage]. Akka logs and drops what it refuses,
/// and keeps the connection to the other node. What is [Journalled] may be larger than what crosses.
public final class KithProtoSerializer extends SerializerWithStringManifest implements Coded {

    /// Identifies this serializer between nodes; never to be changed.
    static final int IDENTIFIER = 5222;

    private final WireCodec codec;

    /// Called by Akka.
    public KithProtoSerializer(ExtendedActorSystem system) {
        this(Manifests.codec());
    }

    KithProtoSerializer(WireCodec codec) {
        this.codec = codec;
    }

    @Override
    public WireCodec codec() {
        return codec;
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return codec.manifest((WireMessage) message);
    }

    @Override
    public byte[] toBinary(Object message) {
        var wire = (WireMessage) message;
        return wire instanceof Journalled ? codec.encodeUnbounded(wire).toByteArray() : codec.encode(wire);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        return codec.decode(manifest, bytes);
    }
}
