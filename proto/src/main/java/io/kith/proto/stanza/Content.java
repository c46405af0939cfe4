package io.kith.proto.stanza;

import io.kith.proto.ns.Namespaces;

/// What there is in a message for whoever reads it later: all but chat states (XEP-0085), and the ids, hints and marks
/// that servers and rooms put in besides.
public final class Content {

    private Content() {}

    /// Whether there is anything but a chat state, and what accompanies other content.
    public static boolean isIn(Stanza message) {
        for (var child : message.children()) {
            switch (child.namespace()) {
                case Namespaces.CHAT_STATES,
                        Namespaces.HINTS,
                        Namespaces.STANZA_ID,
                        Namespaces.OCCUPANT_ID,
                        Namespaces.DELAY -> {
                    // tells nothing by itself
                }
                case Namespaces.MUC_USER -> {
                    // the mark of what goes through a room (XEP-0045 §7.5), or an invitation
                    if (!message.element(child).children().isEmpty()) {
                        return true;
                    }
                }
                case Namespaces.CLIENT -> {
                    if (!child.name().equals("thread")) {
                        return true;
                    }
                }
                default -> {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether it is a chat state alone (XEP-0085 §5.1): worth something to who is there, and only now.
    public static boolean isChatStateAlone(Stanza message) {
        var isState = false;
        for (var child : message.children()) {
            isState |= child.namespace().equals(Namespaces.CHAT_STATES);
        }
        return isState && !isIn(message);
    }
}
