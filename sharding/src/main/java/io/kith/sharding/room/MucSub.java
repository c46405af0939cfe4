package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// The vocabulary of `urn:xmpp:mucsub:0`: the kinds of traffic that a user may subscribe to without joining, and the
/// messages that carry them, as ejabberd's clients know them.
public final class MucSub {

    private static final String NODES = "urn:xmpp:mucsub:nodes:";

    /// What occupants and subscribers say.
    public static final String MESSAGES = NODES + "messages";

    /// What the room is about.
    public static final String SUBJECT = NODES + "subject";

    /// That it is configured otherwise, or destroyed.
    public static final String CONFIG = NODES + "config";

    /// Who is what to it, of those who may know.
    public static final String AFFILIATIONS = NODES + "affiliations";

    /// Who comes, changes and goes.
    public static final String PRESENCE = NODES + "presence";

    /// Who subscribes, and who does no more.
    public static final String SUBSCRIBERS = NODES + "subscribers";

    /// All kinds that there are here; others are not subscribed to, whoever asks, and the answer names those that are.
    /// `…nodes:system`, which ejabberd's page lists without a word of what it carries, and clients ask for with all
    /// others, is none of them.
    public static final Set<String> ALL = Set.of(MESSAGES, SUBJECT, CONFIG, AFFILIATIONS, PRESENCE, SUBSCRIBERS);

    /// Whether everybody who may enter may subscribe. Members may in any case: nobody listens unseen but whom admins
    /// have made one, or a moderator has subscribed.
    public static final RoomOption<Boolean> FOR_ALL =
            RoomOption.flag("allow_subscription", "Allow Others Than Members to Subscribe Without Joining?", false);

    private MucSub() {}

    /// A stanza of the room's traffic for a subscriber.
    ///
    /// @param id of the item and of the message around it
    static Stanza event(Jid room, Jid user, String node, String id, Stanza inside) {
        var bytes = inside.withTo(user).bytes();
        var nameEnd = 1 + inside.kind().elementName().length();
        var out = new ByteArrayOutputStream(bytes.length + 256);
        begin(out, node, id);
        out.write(bytes, 0, nameEnd);
        write(out, " xmlns='" + Namespaces.CLIENT + "'"); // stanzas leave it out
        out.write(bytes, nameEnd, bytes.length - nameEnd);
        return end(out, room, user, id);
    }

    /// News of another kind for a subscriber.
    static Stanza event(Jid room, Jid user, String node, String id, Element inside) {
        var out = new ByteArrayOutputStream(512);
        begin(out, node, id);
        out.writeBytes(inside.toBytes(""));
        return end(out, room, user, id);
    }

    private static void begin(ByteArrayOutputStream out, String node, String id) {
        write(out, "<event xmlns='" + Namespaces.PUBSUB_EVENT + "'><items node='" + node + "'><item id='" + id + "'>");
    }

    private static Stanza end(ByteArrayOutputStream out, Jid room, Jid user, String id) {
        write(out, "</item></items></event>");
        return Stanza.message(room, user, "").withId(id).withRaw(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
