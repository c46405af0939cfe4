package io.kith.sharding.session;

import io.kith.proto.stanza.StanzaId;
import java.util.List;

/// What a connection keeps for an account's next owner, of a session that it has: words that mean nothing to the
/// connection. Words that are not known are passed over.
///
/// @param copies whether the session has copies
/// @param after the session was given rows before this one that nobody had taken; otherwise it has everything up to
/// here, although what it was given last is older. 0 where that goes without saying.
record Note(boolean copies, long after) {

    private static final String COPIES = "copies";
    private static final String AFTER = "after=";

    static Note parse(String text) {
        var copies = false;
        var after = 0L;
        for (var word : List.of(text.split(" ", -1))) {
            copies |= word.equals(COPIES);
            if (word.startsWith(AFTER)) {
                after = StanzaId.parse(word.substring(AFTER.length())).orElse(0);
            }
        }
        return new Note(copies, after);
    }

    /// "" for what connections believe of a session of which they have heard nothing.
    String text() {
        if (after == 0) {
            return copies ? COPIES : "";
        }
        return (copies ? COPIES + " " : "") + AFTER + StanzaId.text(after);
    }
}
