package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.sharding.room.RoomEvent.AffiliationsChanged.Change;
import java.util.List;

/// About how many bytes a room takes when it is stored, never less than half of it: the room is one cell of a snapshot,
/// and a store takes no cell of any size.
final class RoomWeight {

    /// Of an entry besides its texts.
    private static final int ENTRY = 48;

    /// A character is one byte of UTF-8, or up to three.
    private static final int CHARACTER = 2;

    private RoomWeight() {}

    /// Looks at everybody who has a place in the room.
    static long of(RoomState state) {
        var weight = of(state.card());
        for (var entry : state.standings().entrySet()) {
            var standing = entry.getValue();
            weight += ENTRY + of(entry.getKey()) + of(standing.reason()) + of(standing.nick()) + of(standing.by());
        }
        for (var entry : state.subscribers().entrySet()) {
            weight += of(entry.getKey(), entry.getValue());
        }
        for (var entry : state.wearers().entrySet()) {
            weight += ENTRY + of(entry.getKey());
            weight += entry.getValue().stream().mapToLong(RoomWeight::of).sum();
        }
        for (var user : state.voices().byUser().keySet()) {
            weight += ENTRY + of(user);
        }
        var subject = state.subject();
        return subject == null ? weight : weight + subject.message().size();
    }

    /// What a subscription adds.
    static long of(Jid user, RoomState.Subscription subscription) {
        return ENTRY
                + of(user)
                + of(subscription.nick())
                + subscription.nodes().stream().mapToLong(RoomWeight::of).sum();
    }

    /// What these changes add at most.
    static long of(List<Change> changes, String by) {
        return changes.stream()
                .filter(change -> change.affiliation() != Affiliation.NONE)
                .mapToLong(change -> ENTRY + of(change.jid()) + of(change.reason()) + of(by))
                .sum();
    }

    private static long of(Jid jid) {
        return CHARACTER * ((long) jid.local().length() + jid.domain().length());
    }

    private static long of(String text) {
        return CHARACTER * (long) text.length();
    }
}
