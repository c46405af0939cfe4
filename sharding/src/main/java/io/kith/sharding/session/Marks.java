package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import java.time.temporal.ChronoUnit;

/// The ids and times that a message carries (XEP-0359, XEP-0203).
final class Marks {

    private static final int ORIGIN_ID_MAX = 128;

    private Marks() {}

    /// The id that its sender gave it, `""` for none or one that is too long to be remembered.
    static String originId(Stanza message) {
        if (!message.has("origin-id", Namespaces.STANZA_ID)) {
            return "";
        }
        var id = message.child("origin-id", Namespaces.STANZA_ID)
                .map(element -> element.attributeOr("id", ""))
                .orElse("");
        return id.length() > ORIGIN_ID_MAX ? "" : id;
    }

    /// With its id in this account's log.
    static Stanza withId(Stanza message, Jid account, long id) {
        return message.with(Element.of("stanza-id", Namespaces.STANZA_ID)
                .withAttribute("by", account)
                .withAttribute("id", StanzaId.text(id)));
    }

    /// As it is given to a device later: with its id, and the time it came (XEP-0203 §4).
    static Stanza delayed(Stanza message, Jid account, long id) {
        return withId(message, account, id)
                .with(Element.of("delay", Namespaces.DELAY)
                        .withAttribute("from", account.domain())
                        .withAttribute("stamp", StanzaId.instant(id).truncatedTo(ChronoUnit.MILLIS)));
    }
}
