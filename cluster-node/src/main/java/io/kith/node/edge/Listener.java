package io.kith.node.edge;

import akka.Done;
import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.io.Inet;
import akka.io.TcpSO;
import akka.stream.Attributes;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import akka.stream.javadsl.Flow;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import akka.stream.javadsl.Tcp;
import akka.util.ByteString;
import io.kith.proto.stream.StreamError;
import io.kith.proto.stream.StreamHeader;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// An open port: takes connections in while `Admission` admits them.
public final class Listener {

    /// Connections that the system keeps for us while we are busy.
    private static final int BACKLOG = 1_024;

    private static final List<Inet.SocketOption> OPTIONS = List.of(TcpSO.keepAlive(true), TcpSO.tcpNoDelay(true));

    private static final Attributes ONE_AT_A_TIME = Attributes.inputBuffer(1, 1);

    private final Tcp.ServerBinding binding;

    private Listener(Tcp.ServerBinding binding) {
        this.binding = binding;
    }

    /// Opens a port.
    ///
    /// @param port 0 for any free one
    /// @param directTls whether TLS comes first (XEP-0368), or the stream with STARTTLS
    /// @return fails when the port can't be had
    public static CompletionStage<Listener> bind(
            ActorSystem<?> system,
            Edge edge,
            EdgeHub hub,
            Admission admission,
            String host,
            int port,
            boolean directTls) {
        var materializer = SystemMaterializer.get(system).materializer();
        return Tcp.get(system)
                .bind(host, port, BACKLOG, OPTIONS, true, Optional.empty())
                .to(Sink.foreach(incoming -> {
                    var peer = Admission.nameOf(incoming.remoteAddress().getAddress());
                    if (admission.admits(peer)) {
                        carry(incoming, new ConnectionStage(edge, hub, admission, peer, directTls), materializer);
                    } else {
                        refuse(incoming, directTls ? ByteString.emptyByteString() : tooMany(edge), materializer);
                    }
                }))
                .run(materializer)
                .thenApply(Listener::new);
    }

    private static void carry(Tcp.IncomingConnection incoming, ConnectionStage stage, Materializer materializer) {
        incoming.handleWith(Flow.fromGraph(stage).withAttributes(ONE_AT_A_TIME), materializer);
    }

    /// RFC 6120 §4.9.1.1: an error needs a stream around it, also before the client has opened its own.
    private static ByteString tooMany(Edge edge) {
        var error = new StreamError(StreamError.Condition.RESOURCE_CONSTRAINT, "too many connections");
        return ByteString.fromArray(StreamHeader.client("", "", StreamIds.next(edge.random()), "en")
                        .toOpenTag())
                .concat(ByteString.fromArray(error.toBytes()))
                .concat(ByteString.fromArray(StreamHeader.closeTag()));
    }

    /// Writes this last word, reads nothing and closes.
    private static void refuse(Tcp.IncomingConnection incoming, ByteString word, Materializer materializer) {
        Flow<ByteString, ByteString, NotUsed> refusal =
                Flow.fromSinkAndSource(Sink.cancelled(), word.isEmpty() ? Source.empty() : Source.single(word));
        incoming.handleWith(refusal, materializer);
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /// Takes no more connections; those there are live on.
    public CompletionStage<Done> close() {
        return binding.unbind().thenApply(_ -> Done.getInstance());
    }
}
