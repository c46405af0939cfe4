package io.kith.sharding.parcel;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.Extension;
import akka.actor.typed.ExtensionId;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.typed.Cluster;
import akka.serialization.SerializationExtension;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.Chunks;
import io.kith.sharding.wire.Coded;
import io.kith.sharding.wire.WireCodec;
import io.kith.sharding.wire.WireMessage;
import java.io.NotSerializableException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's post office for messages above the bound of one: cuts those that leave, and puts together those that come.
///
/// What is small goes as it is and costs one question for its weight. While this node is alone nothing is cut, for
/// nothing leaves it. Parts are lost, doubled and late like any message; what does not become whole is forgotten
/// ([Chunks#PATIENCE], [Chunks#HELD_BYTES_MAX] per sender). Safe for all threads.
public final class Parcels implements Extension {

    private static final Logger LOG = LoggerFactory.getLogger(Parcels.class);
    private static final ExtensionId<Parcels> ID = new ExtensionId<>() {
        @Override
        public Parcels createExtension(ActorSystem<?> system) {
            return new Parcels(system);
        }
    };

    /// Below this weight a message is surely within the bound.
    private static final int SMALL = WireCodec.MESSAGE_BYTES_MAX / 2;

    private final @Nullable Cluster cluster;
    private final long sender = new SecureRandom().nextLong();
    private final WireCodec codec;
    private final Arrivals arrivals;
    private final AtomicLong transfers = new AtomicLong();

    private Parcels(ActorSystem<?> system) {
        var clustered =
                !system.settings().config().getString("akka.actor.provider").equals("local");
        cluster = clustered ? Cluster.get(system) : null;
        codec = codec(system);
        arrivals = new Arrivals(codec, InstantSource.system());
        var _ = system.scheduler()
                .scheduleAtFixedRate(Chunks.PATIENCE, Chunks.PATIENCE, arrivals::expire, system.executionContext());
    }

    private static WireCodec codec(ActorSystem<?> system) {
        try {
            var serializer =
                    SerializationExtension.get(Adapter.toClassic(system)).serializerFor(Chunk.class);
            if (serializer instanceof Coded coded) {
                return coded.codec();
            }
            throw new IllegalStateException("messages between nodes are written by " + serializer);
        } catch (NotSerializableException e) {
            throw new IllegalStateException("nothing writes messages between nodes", e);
        }
    }

    /// The one of this actor system.
    public static Parcels get(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /// Sends a message that may go to another node: whole if it may cross so, else in parts, in order.
    ///
    /// @param whole takes the message
    /// @param part  takes each of its parts, to send it in a piece of the message's protocol
    public <M extends WireMessage> void send(M message, Consumer<? super M> whole, Consumer<Chunk> part) {
        if (message.weight() < SMALL || isAlone()) {
            whole.accept(message);
            return;
        }
        var parts = Chunks.cut(codec, sender, transfers.incrementAndGet(), message);
        if (parts.isEmpty()) {
            whole.accept(message);
        } else {
            parts.forEach(part);
        }
    }

    /// Takes a part that came; gives the message when it is whole. Parts that fit nothing are logged and dropped.
    public Optional<WireMessage> arrived(Chunk chunk) {
        try {
            return arrivals.add(chunk);
        } catch (NotSerializableException e) {
            LOG.warn("Dropped parts of a message of another node", e);
            return Optional.empty();
        }
    }

    private boolean isAlone() {
        if (cluster == null) {
            return true;
        }
        var members = cluster.state().getMembers().iterator();
        if (members.hasNext()) {
            members.next();
        }
        return !members.hasNext();
    }
}
