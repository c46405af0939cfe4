package io.kith.sharding.room;

import io.kith.persistence.archive.References;
import io.kith.proto.jid.XmppUri;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Reads what a message refers to: its thread, what it corrects, takes back, answers, reacts to, and whom it mentions.
public final class Referring {

    private Referring() {}

    /// What the message says; of several of a kind the first counts.
    public static References of(Stanza message) {
        var references = new References(
                message.child("thread", Namespaces.CLIENT).map(Element::text).orElse(""),
                id(message, "replace", Namespaces.CORRECTION),
                id(message, "retract", Namespaces.RETRACT),
                id(message, "reply", Namespaces.REPLY),
                id(message, "reactions", Namespaces.REACTIONS),
                Collections.emptyNavigableSet());
        var mentions = mentions(message);
        return mentions.isEmpty() ? references : references.mentioning(mentions);
    }

    private static String id(Stanza message, String name, String namespace) {
        return message.has(name, namespace)
                ? message.child(name, namespace)
                        .flatMap(element -> element.attribute("id"))
                        .orElse("")
                : "";
    }

    /// The addresses of `<reference type='mention' uri='xmpp:…'/>` (XEP-0372 §4), occupants' with their nickname.
    private static List<String> mentions(Stanza message) {
        var found = new ArrayList<String>();
        for (var child : message.children()) {
            if (child.is("reference", Namespaces.REFERENCES)) {
                var reference = message.element(child);
                if (reference.attributeOr("type", "").equals("mention")) {
                    XmppUri.address(reference.attributeOr("uri", "")).ifPresent(jid -> found.add(jid.toString()));
                }
            }
        }
        return found;
    }
}
