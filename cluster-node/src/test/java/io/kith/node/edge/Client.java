package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.sasl.Mechanism;
import io.kith.proto.sasl.Plain;
import io.kith.proto.sasl.SaslPayload;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Out;
import io.kith.sharding.session.UserSession;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// A client in the clear, with its connection right behind the wire: what is sent is handled at
/// once, what comes back is read as text.
final class Client {

    static final EdgeAddress EDGE = new EdgeAddress("verona:2552", 1, 77);
    static final long EPOCH = 1_000;
    static final String HEADER = "<?xml version='1.0'?><stream:stream to='capulet.example' version='1.0' "
            + "xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
    static final Jid BALCONY = Jid.parse("juliet@capulet.example/balcony");

    final TestEdge at;
    final Connection connection;
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private final boolean patient;

    Client(TestEdge at) {
        this(at, false, false);
    }

    /// @param patient whether answers of stores wait for [#runLater]
    Client(TestEdge at, boolean directTls, boolean patient) {
        this.at = at;
        this.patient = patient;
        this.connection = new Connection(at.edge(), EDGE, "192.0.2.1", directTls, new Carrier() {
            @Override
            public <T> void whenDone(CompletionStage<T> stage, Consumer<T> then) {
                stage.thenAccept(found -> {
                    if (Client.this.patient) {
                        later.add(() -> then.accept(found));
                    } else {
                        then.accept(found);
                    }
                });
            }
        });
    }

    /// A client that has bound `juliet@capulet.example/balcony`.
    static Client bound(TestEdge at) {
        var client = new Client(at).loggedIn();
        client.send("<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                + "<resource>balcony</resource></bind></iq>");
        client.tell(new EdgeMessage.Attached(EPOCH, BALCONY, "s-1"));
        client.read();
        return client;
    }

    Client loggedIn() {
        send(HEADER);
        send(auth(TestEdge.PASSWORD));
        send(HEADER);
        read();
        return this;
    }

    static String auth(String password) {
        return "<auth xmlns='" + Namespaces.SASL + "' mechanism='" + Mechanism.PLAIN.saslName() + "'>"
                + SaslPayload.encode(new Plain("", "juliet", password).message()) + "</auth>";
    }

    Client send(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        connection.received(bytes, 0, bytes.length);
        return this;
    }

    Client tell(EdgeMessage message) {
        connection.told(message);
        return this;
    }

    Client tell(long firstSeq, Out... items) {
        return tell(new EdgeMessage.Outbound(EPOCH, firstSeq, List.of(items)));
    }

    void runLater() {
        while (!later.isEmpty()) {
            later.removeFirst().run();
        }
    }

    /// All that is written now; the socket takes it at once.
    String read() {
        var text = new StringBuilder();
        for (var out = connection.output(); out.length > 0; out = connection.output()) {
            text.append(new String(out, StandardCharsets.UTF_8));
            connection.written();
        }
        return text.toString();
    }

    String after(java.time.Duration time) {
        at.clock.advance(time);
        connection.tick();
        return read();
    }

    <C extends UserSession.Wire> List<C> heard(Class<C> kind) {
        return at.owners.all(kind);
    }

    static Out message(String body) {
        return Out.unlogged(Stanza.parse(
                "<message from='romeo@montague.example/orchard' type='chat'><body>" + body + "</body></message>"));
    }
}
