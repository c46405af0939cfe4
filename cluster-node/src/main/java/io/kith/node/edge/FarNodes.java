package io.kith.node.edge;

import akka.actor.typed.ActorRef;
import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeBatch;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.parcel.Parcels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// What owners here say to connections elsewhere, one batch per node: the first message of a batch asks for
/// it to be sent, what comes until then goes along.
///
/// A batch that is not sent yet is bounded in weight; what is over it is dropped, and the links repair it.
final class FarNodes {

    /// A batch is cut at this weight, so that only a single large message does not cross in one piece.
    static final int BATCH_BYTES = 96 * 1024;

    /// What may wait for one node.
    static final long WAITING_BYTES_MAX = 8L << 20;

    private final Function<String, ActorRef<Object>> hubs;
    private final Executor executor;
    private final Parcels parcels;
    private final ConcurrentHashMap<String, FarNode> nodes = new ConcurrentHashMap<>();

    private record Letter(long incarnation, EdgeBatch.Item item, int size) {}

    /// @param hubs the hub of a node by its `host:port`
    /// @param executor where batches are sent from
    FarNodes(Function<String, ActorRef<Object>> hubs, Executor executor, Parcels parcels) {
        this.hubs = hubs;
        this.executor = executor;
        this.parcels = parcels;
    }

    void tell(Jid owner, EdgeAddress to, EdgeMessage message) {
        var item = new EdgeBatch.Item(to.connection(), owner, message);
        nodes.computeIfAbsent(to.node(), FarNode::new).put(new Letter(to.incarnation(), item, item.weight()));
    }

    /// Forgets a node that is gone.
    void forget(String node) {
        nodes.remove(node);
    }

    private final class FarNode {

        private final String name;
        private final ActorRef<Object> hub;
        private List<Letter> waiting = new ArrayList<>();
        private long bytes;

        FarNode(String name) {
            this.name = name;
            this.hub = hubs.apply(name);
        }

        void put(Letter letter) {
            synchronized (this) {
                if (bytes + letter.size() > WAITING_BYTES_MAX) {
                    return;
                }
                waiting.add(letter);
                bytes += letter.size();
                if (waiting.size() > 1) {
                    return;
                }
            }
            executor.execute(this::send);
        }

        private void send() {
            List<Letter> letters;
            synchronized (this) {
                letters = waiting;
                waiting = new ArrayList<>();
                bytes = 0;
            }
            var items = new ArrayList<EdgeBatch.Item>();
            var incarnation = 0L;
            var weight = 0;
            for (var letter : letters) {
                var other = !items.isEmpty() && letter.incarnation() != incarnation;
                if (other || (!items.isEmpty() && weight + letter.size() > BATCH_BYTES)) {
                    send(new EdgeBatch(incarnation, items));
                    items.clear();
                    weight = 0;
                }
                incarnation = letter.incarnation();
                items.add(letter.item());
                weight += letter.size();
            }
            if (!items.isEmpty()) {
                send(new EdgeBatch(incarnation, items));
            }
        }

        private void send(EdgeBatch batch) {
            parcels.send(batch, hub::tell, hub::tell);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
