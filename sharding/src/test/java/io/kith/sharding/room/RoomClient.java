package io.kith.sharding.room;

import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;
import io.kith.sharding.session.Via;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A client in tests: what it sends goes to the room, what it gets is kept until it is looked at.
public final class RoomClient {

    private final RoomWorld world;
    private final Jid full;
    private final List<Stanza> inbox = new ArrayList<>();
    EdgeAddress edge;
    long position = -1;
    /// Of its stanzas, those that its owner counts handled.
    public int handled;

    private int ids;

    RoomClient(RoomWorld world, Jid full, EdgeAddress edge) {
        this.world = world;
        this.full = full;
        this.edge = edge;
    }

    public Jid jid() {
        return full;
    }

    /// Sends XML; "to" is the room where it does not say.
    public RoomClient sends(String xml) {
        return sends(Stanza.parse(xml));
    }

    public RoomClient sends(Stanza stanza) {
        var to = stanza.to() == null ? RoomWorld.ROOM : stanza.to();
        var via = stanza.isPresence() && stanza.type().isEmpty() ? new Via(edge) : null;
        world.takes(full.bare(), stanza.withFrom(full).withTo(to), via, () -> handled++);
        return this;
    }

    public RoomClient joins(String nick) {
        return joins(nick, "");
    }

    /// @param inside XML inside the `<x/>` that asks to enter
    public RoomClient joins(String nick, String inside) {
        return sends("<presence to='" + address(nick) + "'><x xmlns='http://jabber.org/protocol/muc'>" + inside
                + "</x></presence>");
    }

    public RoomClient leaves() {
        return sends("<presence type='unavailable'/>");
    }

    public RoomClient says(String body) {
        return sends("<message type='groupchat' id='m" + ++ids + "'><body>" + body + "</body></message>");
    }

    /// The client is on another connection and was given back its session.
    RoomClient resumes(String nick, String node) {
        edge = world.newConnection(node);
        world.takes(
                full.bare(),
                Stanza.parse("<presence to='" + address(nick) + "'/>").withFrom(full),
                new Via(edge, position, Sight.EVERYBODY),
                () -> handled++);
        return this;
    }

    /// Sends an IQ to the room, and looks at the answer.
    public Stanza asks(String type, String payload) {
        return asks(type, "", payload);
    }

    /// @param nick whom to ask, "" for the room
    public Stanza asks(String type, String nick, String payload) {
        var id = "q" + ++ids;
        sends("<iq type='" + type + "' id='" + id + "' to='" + (nick.isEmpty() ? RoomWorld.ROOM : address(nick)) + "'>"
                + payload + "</iq>");
        var answer = inbox.stream()
                .filter(one -> one.isIq() && one.isResponse() && one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no answer to " + payload + " among " + got()));
        inbox.remove(answer);
        return answer;
    }

    /// Submits a configuration with these fields.
    public Stanza submits(FormField... fields) {
        var all = new ArrayList<FormField>();
        if (fields.length > 0) {
            all.add(FormField.formType("http://jabber.org/protocol/muc#roomconfig"));
            all.addAll(List.of(fields));
        }
        var query = Element.of("query", Namespaces.MUC_OWNER)
                .with(DataForm.of(DataForm.Type.SUBMIT, all).toElement());
        return asks("set", query.toXml());
    }

    /// Gives an affiliation.
    public Stanza makes(String user, String affiliation) {
        return admin("<item affiliation='" + affiliation + "' jid='" + user + "@verona.example'/>");
    }

    /// Gives a role.
    public Stanza gives(String nick, String role) {
        return admin("<item role='" + role + "' nick='" + nick + "'/>");
    }

    public Stanza admin(String items) {
        return asks("set", "<query xmlns='http://jabber.org/protocol/muc#admin'>" + items + "</query>");
    }

    public Stanza lists(String item) {
        return asks("get", "<query xmlns='http://jabber.org/protocol/muc#admin'>" + item + "</query>");
    }

    void gets(Stanza stanza) {
        if (!full.equals(stanza.to())) {
            throw new AssertionError("not for " + full + ": " + stanza.toXml());
        }
        inbox.add(stanza);
    }

    /// All that came and was not looked at yet.
    public List<Stanza> took() {
        var all = List.copyOf(inbox);
        inbox.clear();
        return all;
    }

    /// All that came, in short: `presence/nurse`, `presence/nurse:unavailable`, `message/nurse:groupchat hello`.
    public List<String> got() {
        return took().stream().map(RoomClient::brief).toList();
    }

    /// The only stanza that came.
    public Stanza got1() {
        var all = took();
        if (all.size() != 1) {
            throw new AssertionError(
                    "not one stanza: " + all.stream().map(Stanza::toXml).toList());
        }
        return all.getFirst();
    }

    /// The condition of the only stanza that came, an error.
    public String refusal() {
        return conditionOf(got1());
    }

    public static String conditionOf(Stanza stanza) {
        return errorOf(stanza).condition().elementName();
    }

    public static StanzaError errorOf(Stanza stanza) {
        return stanza.child("error", Namespaces.CLIENT)
                .flatMap(StanzaError::from)
                .orElseThrow(() -> new AssertionError("no error: " + stanza.toXml()));
    }

    /// The status codes in a stanza.
    public static List<Integer> codes(Stanza stanza) {
        return stanza.child("x", Namespaces.MUC_USER)
                .map(x -> x.children().stream()
                        .filter(child -> child.name().equals("status"))
                        .map(status -> Integer.parseInt(status.attributeOr("code", "0")))
                        .toList())
                .orElse(List.of());
    }

    /// The item in a stanza.
    public static Element item(Stanza stanza) {
        return itemIn(stanza).orElseThrow(() -> new AssertionError("no item: " + stanza.toXml()));
    }

    static Optional<Element> itemIn(Stanza stanza) {
        return stanza.child("x", Namespaces.MUC_USER).flatMap(x -> x.child("item"));
    }

    static String brief(Stanza stanza) {
        var text = new StringBuilder(stanza.kind().elementName());
        var from = stanza.from();
        if (from != null && from.isFull()) {
            text.append('/').append(from.resource());
        }
        if (!stanza.type().isEmpty()) {
            text.append(':').append(stanza.type());
        }
        codes(stanza).forEach(code -> text.append(' ').append(code));
        stanza.body().ifPresent(body -> text.append(' ').append(body));
        stanza.child("subject", Namespaces.CLIENT)
                .ifPresent(subject -> text.append(" [").append(subject.text()).append(']'));
        if (stanza.isError()) {
            text.append(' ').append(conditionOf(stanza));
        }
        return text.toString();
    }

    public static Jid address(String nick) {
        return new Jid(RoomWorld.ROOM.local(), RoomWorld.ROOM.domain(), nick);
    }
}
