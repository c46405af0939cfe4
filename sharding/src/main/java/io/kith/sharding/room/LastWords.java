package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What clients were told as they were put out, for those whose connections were lost before they could hear it: they
/// must learn why they are out, or they would come in again (XEP-0045 §8.2, §9.1, §10.9).
///
/// Holds the newest [#WORDS_MAX] of them, of [#BYTES_MAX] together, for [#KEPT].
final class LastWords {

    /// Clients whose last word is remembered.
    static final int WORDS_MAX = 1_000;

    /// The bytes of all that is remembered.
    static final int BYTES_MAX = 1 << 18;

    /// For how long: as long as a client may be away and resume.
    static final Duration KEPT = Departures.KEPT;

    private record Word(Stanza stanza, @Nullable EdgeAddress at, boolean isWithOwner, Instant since) {}

    private final Map<Jid, Word> words = new LinkedHashMap<>(0);
    private int bytes;

    /// It was written to that connection, which may be lost.
    void writtenAt(EdgeAddress at, Jid full, Stanza word, Instant now) {
        add(full, new Word(word, at, false, now));
    }

    /// There was no connection to write it to.
    ///
    /// @param isWithOwner whether the user's owner keeps it for the client
    void unwritten(Jid full, Stanza word, boolean isWithOwner, Instant now) {
        add(full, new Word(word, null, isWithOwner, now));
    }

    /// Whether the client gets it from its user's owner.
    boolean isWithOwner(Jid full) {
        var word = words.get(full);
        return word != null && word.isWithOwner();
    }

    /// What that client was told, null if that is not known.
    @Nullable
    Stanza to(Jid full) {
        var word = words.get(full);
        return word == null ? null : word.stanza();
    }

    /// What was written to that connection, null if nothing was, or something later elsewhere.
    @Nullable
    Stanza lostAt(EdgeAddress at, Jid full) {
        var word = words.get(full);
        return word != null && at.equals(word.at()) ? word.stanza() : null;
    }

    /// The client is in the room again.
    void forget(Jid full) {
        var word = words.remove(full);
        if (word != null) {
            bytes -= word.stanza().size();
        }
    }

    void forgetOld(Instant now) {
        while (!words.isEmpty() && eldest().getValue().since().plus(KEPT).isBefore(now)) {
            forget(eldest().getKey());
        }
    }

    private void add(Jid full, Word word) {
        forget(full);
        words.put(full, word);
        bytes += word.stanza().size();
        while (words.size() > WORDS_MAX || bytes > BYTES_MAX) {
            forget(eldest().getKey());
        }
    }

    private Map.Entry<Jid, Word> eldest() {
        return words.entrySet().iterator().next();
    }
}
