package io.kith.sharding.serialization;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import akka.serialization.SerializerWithStringManifest;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ImmutableCollectionsSerializers;
import com.esotericsoftware.kryo.util.Pool;
import io.kith.sharding.wire.OperatorMessage;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/// The serializer `kith-operator` of every [OperatorMessage]: Kryo, which needs no schema and tolerates no difference.
///
/// So it speaks only to its own version. The manifest names the version of the node and a sum over the shape of the
/// registered records; anything else is refused with a word that says so. Classes that are not registered are refused
/// on both sides, so that no message can name a class to be loaded.
public final class KryoOperatorSerializer extends SerializerWithStringManifest {

    /// Identifies this serializer between nodes; never to be changed.
    static final int IDENTIFIER = 5281;

    /// The largest question or answer.
    static final int BYTES_MAX = 128 * 1024;

    private static final int BYTES_FIRST = 1024;
    private static final int POOLED_MAX = 4;

    private final String version;
    private final Pool<Kryo> kryos;

    /// Called by Akka.
    public KryoOperatorSerializer(ExtendedActorSystem system) {
        this(system, system.settings().config().getString("kith.version"), Manifests.OPERATORS);
    }

    KryoOperatorSerializer(
            ExtendedActorSystem system,
            String kithVersion,
            List<? extends Class<? extends OperatorMessage>> registered) {
        this.version = kithVersion + "/" + shapeOf(registered);
        this.kryos = new Pool<>(true, false, POOLED_MAX) {
            @Override
            protected Kryo create() {
                var kryo = new ReferencesAsOneType();
                kryo.setRegistrationRequired(true);
                kryo.setReferences(false);
                ImmutableCollectionsSerializers.registerSerializers(kryo);
                kryo.register(ActorRef.class, new References(system));
                registered.forEach(kryo::register);
                return kryo;
            }
        };
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return version;
    }

    /// @throws IllegalArgumentException if a class in it is not registered, or it is larger than [#BYTES_MAX]
    @Override
    public byte[] toBinary(Object message) {
        var kryo = kryos.obtain();
        try (var output = new Output(BYTES_FIRST, BYTES_MAX)) {
            kryo.writeClassAndObject(output, message);
            return output.toBytes();
        } catch (KryoException e) {
            throw new IllegalArgumentException(message.getClass().getName() + " is no operator's message: " + e, e);
        } finally {
            kryos.free(kryo);
        }
    }

    /// @throws NotSerializableException if a node of another version wrote it, or if it is none
    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        if (!manifest.equals(version)) {
            throw new NotSerializableException("an operator's message of version " + manifest + " came to version "
                    + version + "; ask a node of the same version");
        }
        var kryo = kryos.obtain();
        try (var input = new Input(bytes)) {
            if (kryo.readClassAndObject(input) instanceof OperatorMessage message) {
                return message;
            }
            throw new NotSerializableException("no operator's message");
        } catch (KryoException | IllegalArgumentException | IndexOutOfBoundsException e) {
            var unreadable = new NotSerializableException("no operator's message: " + e.getMessage());
            unreadable.initCause(e);
            throw unreadable;
        } finally {
            kryos.free(kryo);
        }
    }

    /// Changes with the name, order and type of any component of any registered record.
    private static String shapeOf(List<? extends Class<?>> registered) {
        var sum = new CRC32();
        for (var type : registered) {
            var components = type.isRecord() ? Arrays.toString(type.getRecordComponents()) : "";
            sum.update((type.getName() + components).getBytes(StandardCharsets.UTF_8));
        }
        return Long.toHexString(sum.getValue());
    }

    /// Registers every implementation of an actor reference as the one type it is to us.
    private static final class ReferencesAsOneType extends Kryo {
        @Override
        @SuppressWarnings("rawtypes") // as Kryo declares it
        public Registration getRegistration(Class type) {
            return super.getRegistration(ActorRef.class.isAssignableFrom(type) ? ActorRef.class : type);
        }
    }

    private static final class References extends Serializer<ActorRef<?>> {
        private final ExtendedActorSystem system;

        References(ExtendedActorSystem system) {
            this.system = system;
        }

        @Override
        public void write(Kryo kryo, Output output, ActorRef<?> reference) {
            output.writeString(resolver().toSerializationFormat(reference));
        }

        @Override
        public ActorRef<?> read(Kryo kryo, Input input, Class<? extends ActorRef<?>> type) {
            return resolver().resolveActorRef(input.readString());
        }

        private ActorRefResolver resolver() {
            return ActorRefResolver.get(Adapter.toTyped(system));
        }
    }
}
