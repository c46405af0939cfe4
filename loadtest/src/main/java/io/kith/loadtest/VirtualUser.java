package io.kith.loadtest;

import io.kith.proto.sasl.ClientPassword;
import io.kith.proto.sasl.Mechanism;
import io.kith.proto.sasl.SaslPayload;
import io.kith.proto.sasl.ScramClient;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stream.StreamFrame;
import io.kith.proto.stream.StreamMachine;
import io.kith.proto.xml.Element;
import io.kith.proto.xml.XmlLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One client connection of a run: TLS or not, SCRAM-SHA-256, bind, roster, presence; then whatever
/// its scenario does with what comes. Lives on the reactor's thread.
final class VirtualUser {

    /// How far a login has come.
    enum Stage {
        CONNECTING,
        HANDSHAKE,
        SECURED,
        AUTHENTICATING,
        BINDING,
        ROSTER,
        ONLINE,
        LOST
    }

    private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";

    private final String name;
    private final String domain;
    private final ScramClient scram;
    private final BiConsumer<VirtualUser, Stanza> onStanza;
    private final @Nullable ClientTls tls;
    private final boolean handshakeOnly;
    private final Set<String> friends = new HashSet<>(0);
    private final StreamMachine machine = new StreamMachine(XmlLimits.DEFAULT);
    private @Nullable SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable ByteBuffer unsent;
    private Stage stage = Stage.CONNECTING;
    private boolean authenticated;
    private String why = "";
    private String fullJid = "";

    /// @param tls its TLS, null for plaintext
    /// @param handshakeOnly whether it stays silent once there is TLS
    VirtualUser(
            String name,
            String domain,
            ClientPassword password,
            RandomGenerator random,
            @Nullable ClientTls tls,
            boolean handshakeOnly,
            BiConsumer<VirtualUser, Stanza> onStanza) {
        this.tls = tls;
        this.handshakeOnly = handshakeOnly;
        this.name = name;
        this.domain = domain;
        this.scram =
                new ScramClient(Mechanism.SCRAM_SHA_256, name, "", password, new ScramClient.Channel.Unbound(), random);
        this.onStanza = onStanza;
    }

    String name() {
        return name;
    }

    String bareJid() {
        return name + "@" + domain;
    }

    String fullJid() {
        return fullJid;
    }

    /// Whether its roster said at the login that both see each other's presence.
    boolean isFriendOf(VirtualUser other) {
        return friends.contains(other.bareJid());
    }

    Stage stage() {
        return stage;
    }

    String why() {
        return why;
    }

    void attach(SocketChannel channel, SelectionKey key) {
        this.channel = channel;
        this.key = key;
    }

    void connected() {
        if (tls == null) {
            stage = Stage.AUTHENTICATING;
            open();
            return;
        }
        stage = Stage.HANDSHAKE;
        try {
            tls.advance(this::transmit);
        } catch (SSLException failed) {
            lost(failed.toString());
        }
    }

    void lost(String reason) {
        if (stage != Stage.LOST) {
            why = "in " + stage + ": " + reason;
            stage = Stage.LOST;
        }
    }

    void received(byte[] bytes, int count) {
        if (tls == null) {
            machine.feed(bytes, 0, count, this::take);
            return;
        }
        try {
            tls.received(bytes, count, (plain, length) -> machine.feed(plain, 0, length, this::take), this::transmit);
            if (stage == Stage.HANDSHAKE && tls.isOpen()) {
                stage = handshakeOnly ? Stage.SECURED : Stage.AUTHENTICATING;
                if (!handshakeOnly) {
                    open();
                }
            }
        } catch (SSLException failed) {
            lost(failed.toString());
        }
    }

    private void take(StreamFrame frame) {
        switch (frame) {
            case StreamFrame.Open _, StreamFrame.Keepalive _ -> {}
            case StreamFrame.Nonza(var nonza) -> take(nonza);
            case StreamFrame.StanzaFrame(var stanza) -> take(stanza);
            case StreamFrame.Close _ -> lost("the server closed the stream");
            case StreamFrame.Error(var error) -> lost("not XMPP: " + error);
        }
    }

    private void take(Element nonza) {
        switch (nonza.name()) {
            case "features" -> {
                if (authenticated) {
                    stage = Stage.BINDING;
                    send("<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>load"
                            + "</resource></bind></iq>");
                } else {
                    send("<auth xmlns='" + SASL + "' mechanism='SCRAM-SHA-256'>" + SaslPayload.encode(scram.first())
                            + "</auth>");
                }
            }
            case "challenge" ->
                SaslPayload.decode(nonza.text())
                        .flatMap(scram::answer)
                        .ifPresentOrElse(
                                answer -> send(
                                        "<response xmlns='" + SASL + "'>" + SaslPayload.encode(answer) + "</response>"),
                                () -> lost("a challenge that is none"));
            case "success" -> {
                authenticated = true;
                machine.reset(XmlLimits.DEFAULT);
                open();
            }
            case "error", "failure" -> lost(nonza.toXml());
            default -> {}
        }
    }

    private void take(Stanza stanza) {
        switch (stage) {
            case BINDING -> {
                fullJid = stanza.child("bind", "urn:ietf:params:xml:ns:xmpp-bind")
                        .flatMap(bind -> bind.child("jid"))
                        .map(Element::text)
                        .orElse("");
                stage = Stage.ROSTER;
                send("<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>");
            }
            case ROSTER -> {
                stanza.child("query", "jabber:iq:roster").ifPresent(this::befriended);
                stage = Stage.ONLINE;
                send("<presence/>");
            }
            case ONLINE -> onStanza.accept(this, stanza);
            case CONNECTING, HANDSHAKE, SECURED, AUTHENTICATING, LOST -> lost("unexpected stanza");
        }
    }

    private void befriended(Element roster) {
        for (var item : roster.children()) {
            if (item.attributeOr("subscription", "").equals("both")) {
                friends.add(item.attributeOr("jid", ""));
            }
        }
    }

    private void open() {
        send("<?xml version='1.0'?><stream:stream to='" + domain
                + "' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
    }

    void send(String xml) {
        var bytes = ByteBuffer.wrap(xml.getBytes(StandardCharsets.UTF_8));
        if (tls == null) {
            transmit(bytes);
            return;
        }
        try {
            tls.send(bytes, this::transmit);
        } catch (SSLException failed) {
            lost(failed.toString());
        }
    }

    private void transmit(ByteBuffer bytes) {
        if (unsent != null) {
            unsent = ByteBuffer.allocate(unsent.remaining() + bytes.remaining())
                    .put(unsent)
                    .put(bytes)
                    .flip();
            return;
        }
        try {
            if (channel != null) {
                channel.write(bytes);
            }
            if (bytes.hasRemaining() && key != null) {
                unsent = bytes;
                key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
        } catch (IOException broken) {
            lost(broken.toString());
        }
    }

    void flush() {
        var rest = unsent;
        unsent = null;
        if (key != null) {
            key.interestOps(SelectionKey.OP_READ);
        }
        if (rest != null) {
            transmit(rest);
        }
    }
}
