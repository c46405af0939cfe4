package io.kith.node.edge;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// Carries a `Connection` on Akka Streams TCP: the one stage between a socket's input and its output.
///
/// It reads while the connection wants input and writes one buffer at a time, so that what comes together
/// while the socket is busy leaves together. All that happens elsewhere (an owner's message, a store's
/// answer, a deadline) comes through the one callback. Idle, it holds the connection and nothing else.
final class ConnectionStage extends GraphStage<FlowShape<ByteString, ByteString>> {

    // One shape for all: a port only says which one of its stage it is.
    private static final Inlet<ByteString> IN = Inlet.create("connection.in");
    private static final Outlet<ByteString> OUT = Outlet.create("connection.out");
    private static final FlowShape<ByteString, ByteString> SHAPE = FlowShape.of(IN, OUT);

    private final Edge edge;
    private final EdgeHub hub;
    private final Admission admission;
    private final String peer;
    private final boolean directTls;

    /// @param peer admitted; the stage says when it has left
    ConnectionStage(Edge edge, EdgeHub hub, Admission admission, String peer, boolean directTls) {
        this.edge = edge;
        this.hub = hub;
        this.admission = admission;
        this.peer = peer;
        this.directTls = directTls;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return SHAPE;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic implements Seat, Carrier {

        private final EdgeAddress address = hub.newAddress();
        private final Connection connection = new Connection(edge, address, peer, directTls, this);
        private final Letters letters = new Letters(edge.traffic());
        private final AsyncCallback<Runnable> callback = createAsyncCallback(this::onCall);
        private final Runnable openLetters = this::openLetters;
        private boolean writing;
        private boolean bound;
        private long wakesAt = Long.MAX_VALUE;
        private int queued;
        private long queuedBytes;

        Logic() {
            super(SHAPE);
            setHandler(IN, new AbstractInHandler() {
                @Override
                public void onPush() {
                    var bytes = grab(IN).toArrayUnsafe();
                    connection.received(bytes, 0, bytes.length);
                    after();
                }

                @Override
                public void onUpstreamFinish() {
                    connection.inputEnded();
                    after();
                }

                @Override
                public void onUpstreamFailure(Throwable reset) {
                    connection.lost();
                    after();
                }
            });
            setHandler(OUT, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    if (writing) {
                        writing = false;
                        connection.written();
                    }
                    after();
                }

                @Override
                public void onDownstreamFinish(Throwable reset) {
                    connection.lost();
                    after();
                }
            });
        }

        @Override
        public void preStart() {
            hub.enter(address, this);
            after();
        }

        @Override
        public void postStop() {
            hub.leave(address);
            admission.left(peer, !bound);
            connection.lost();
            count();
        }

        /// Brings the ports in line with what the connection wants now.
        private void after() {
            write();
            count();
            if (connection.isOver()) {
                if (writing && !isClosed(OUT)) {
                    failStage(new Stuck()); // a reset: the client takes nothing any more
                } else {
                    completeStage();
                }
                return;
            }
            if (connection.isDone() && !isClosed(OUT)) {
                connection.written();
                complete(OUT);
            }
            if (!isClosed(IN) && !hasBeenPulled(IN) && connection.reads()) {
                pull(IN);
            }
            if (!bound && connection.hasSession()) {
                bound = true;
                admission.bound(peer);
            }
            askToBeWoken();
        }

        /// Mostly nothing waits, and nothing is to be said.
        private void count() {
            var now = connection.outbox();
            if (now.size() != queued || now.bytes() != queuedBytes) {
                edge.traffic().queues(now.size() - queued, now.bytes() - queuedBytes);
                queued = now.size();
                queuedBytes = now.bytes();
            }
        }

        private void write() {
            if (isAvailable(OUT)) {
                var bytes = connection.output();
                if (bytes.length > 0) {
                    writing = true;
                    push(OUT, ByteString.fromArrayUnsafe(bytes));
                }
            }
        }

        private void askToBeWoken() {
            var now = edge.clock().millis();
            if (wakesAt <= now + Connection.BUSY_TICK.toMillis() && !connection.isPaused()) {
                return;
            }
            var deadline = connection.deadline().toEpochMilli();
            if (deadline < wakesAt) {
                wakesAt = hub.wakeAt(address, deadline);
            }
        }

        private void onCall(Runnable call) {
            call.run();
            after();
        }

        private void openLetters() {
            var waiting = letters.take();
            while (waiting != null && !waiting.isEmpty()) {
                switch (waiting.removeFirst()) {
                    case Letters.Beside beside -> connection.shown(beside);
                    case EdgeMessage message -> connection.told(message);
                    default -> throw new AssertionError("no letter");
                }
            }
            if (letters.isOver()) {
                connection.tooSlow();
            }
        }

        private void tick() {
            if (edge.clock().millis() >= wakesAt) { // else an earlier wish, with a later one still to come
                wakesAt = Long.MAX_VALUE;
            }
            connection.tick();
        }

        @Override
        public void told(EdgeMessage message) {
            if (letters.put(message)) {
                callback.invoke(openLetters);
            }
        }

        @Override
        public void shown(List<Stanza> presences) {
            if (letters.put(new Letters.Shown(presences))) {
                callback.invoke(openLetters);
            }
        }

        @Override
        public void relayed(Letters.Relayed said) {
            if (letters.put(said)) {
                callback.invoke(openLetters);
            }
        }

        @Override
        public void wake() {
            callback.invoke(this::tick);
        }

        @Override
        public void shutDown() {
            callback.invoke(connection::shutDown);
        }

        @Override
        public void ownerMoved() {
            callback.invoke(connection::ownerMoved);
        }

        @Override
        public void domainsChanged() {
            callback.invoke(connection::domainsChanged);
        }

        @Override
        public <T> void whenDone(CompletionStage<T> stage, Consumer<T> then) {
            stage.whenComplete((found, failure) -> callback.invoke(() -> {
                if (failure == null) {
                    then.accept(found);
                } else {
                    connection.lost();
                }
            }));
        }
    }

    /// Why a socket is reset.
    private static final class Stuck extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Stuck() {
            super("the client takes nothing any more", null, false, false);
        }
    }
}
