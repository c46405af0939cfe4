package io.kith.sharding.session;

import io.kith.proto.stanza.StanzaId;
import java.util.ArrayList;
import java.util.List;

/// What a connection keeps for an account's next owner, of a session that it has: words that mean nothing to the
/// connection. Words that are not known are passed over.
///
/// @param copies whether the session has copies
/// @param after the session was given rows before this one that nobody had taken; otherwise it has everything up to
/// here, although what it was given last is older. 0 where that goes without saying.
/// @param copied rows of which it has only a copy, in order: [Copied#noted]
record Note(boolean copies, long after, List<Long> copied) {

    private static final String COPIES = "copies";
    private static final String AFTER = "after=";
    private static final String COPIED = "copied=";

    Note {
        copied = List.copyOf(copied);
    }

    static Note parse(String text) {
        var copies = false;
        var after = 0L;
        var copied = new ArrayList<Long>();
        for (var word : List.of(text.split(" ", -1))) {
            copies |= word.equals(COPIES);
            if (word.startsWith(AFTER)) {
                after = StanzaId.parse(word.substring(AFTER.length())).orElse(0);
            } else if (word.startsWith(COPIED)) {
                StanzaId.parse(word.substring(COPIED.length())).ifPresent(copied::add);
            }
        }
        return new Note(copies, after, copied);
    }

    /// "" for what connections believe of a session of which they have heard nothing.
    String text() {
        var words = new ArrayList<String>();
        if (copies) {
            words.add(COPIES);
        }
        if (after != 0) {
            words.add(AFTER + StanzaId.text(after));
        }
        copied.forEach(id -> words.add(COPIED + StanzaId.text(id)));
        return String.join(" ", words);
    }
}
