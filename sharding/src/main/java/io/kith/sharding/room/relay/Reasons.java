package io.kith.sharding.room.relay;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.nio.charset.StandardCharsets;

/// Who changed an occupant, and why, is told once: who enters later is shown what the occupant is.
final class Reasons {

    private static final byte[] ACTOR = "<actor".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REASON = "<reason".getBytes(StandardCharsets.US_ASCII);

    private Reasons() {}

    static Shown without(Shown shown) {
        return tells(shown.open().bytes())
                ? new Shown(
                        shown.nick(),
                        shown.order(),
                        shown.sessions(),
                        shown.seesJids(),
                        shown.hidden(),
                        shown.turned(),
                        without(shown.open()),
                        without(shown.closed()),
                        without(shown.self()))
                : shown;
    }

    /// Found without a tree, for nearly none does.
    private static boolean tells(byte[] xml) {
        for (var at = 0; at < xml.length; at++) {
            if (xml[at] == '<' && (isAt(xml, at, ACTOR) || isAt(xml, at, REASON))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAt(byte[] xml, int at, byte[] word) {
        for (var i = 0; i < word.length; i++) {
            if (at + i >= xml.length || xml[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static Stanza without(Stanza presence) {
        var told = presence.without((Stanza.Child _) -> true);
        for (var child : presence.children()) {
            var element = presence.element(child);
            told = told.with(child.is("x", Namespaces.MUC_USER) ? without(element) : element);
        }
        return told;
    }

    private static Element without(Element x) {
        var told = Element.of("x", Namespaces.MUC_USER);
        for (var child : x.children()) {
            told = told.with(child.without(
                    why -> why.is("actor", Namespaces.MUC_USER) || why.is("reason", Namespaces.MUC_USER)));
        }
        return told;
    }
}
