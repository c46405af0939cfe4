package io.kith.sharding.presence;

import io.kith.proto.stanza.Stanza;
import java.util.List;

/// One thing that an account's publisher tells all hubs and the directory.
///
/// Accounts are named by their keyed hash. Stamps of one account only grow: whoever has a later one ignores the
/// earlier.
public sealed interface PresenceEvent {

    /// The account it is about.
    long account();

    /// Later ones of the same account are higher.
    long stamp();

    /// All that the account shows, and to whom: its first presence, or said again to who may have missed it.
    ///
    /// @param current the presence of each available resource
    /// @param audience all who may see it
    record Announced(long account, long stamp, List<Stanza> current, Hashes audience) implements PresenceEvent {
        public Announced {
            current = List.copyOf(current);
        }
    }

    /// One resource shows something else, to those who may see it already.
    record Changed(long account, long stamp, Stanza presence) implements PresenceEvent {}

    /// One more may see the account.
    ///
    /// @param current the presence of each available resource
    record Shown(long account, long stamp, long viewer, List<Stanza> current) implements PresenceEvent {
        public Shown {
            current = List.copyOf(current);
        }
    }

    /// One may not see the account any more.
    record Hidden(long account, long stamp, long viewer) implements PresenceEvent {}

    /// The account's owner has left the publisher; what it showed lingers.
    record Left(long account, long stamp) implements PresenceEvent {}

    /// About how many bytes it takes between nodes.
    default int weight() {
        return switch (this) {
            case Announced announced ->
                40 + weightOf(announced.current()) + 8 * announced.audience().size();
            case Changed changed -> 40 + changed.presence().size();
            case Shown shown -> 50 + weightOf(shown.current());
            case Hidden _, Left _ -> 40;
        };
    }

    /// About how many bytes these take between nodes.
    static int weight(List<PresenceEvent> events) {
        return events.stream().mapToInt(PresenceEvent::weight).sum();
    }

    private static int weightOf(List<Stanza> stanzas) {
        int bytes = 0;
        for (var stanza : stanzas) {
            bytes += stanza.size() + 8;
        }
        return bytes;
    }
}
