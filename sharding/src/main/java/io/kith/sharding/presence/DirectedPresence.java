package io.kith.sharding.presence;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// To whom one session has shown itself outside its roster, rooms among them, so that it can be undone when it ends
/// (RFC 6121 §4.6.3). Empty it holds nothing. Not thread-safe.
public final class DirectedPresence {

    /// The most addresses remembered; presence to one more is refused with `resource-constraint`,
    /// since it could not be undone.
    public static final int ADDRESSES_MAX = 512;

    private @Nullable LinkedHashSet<Jid> told;

    /// The session sends presence to `to`. Says whether it may; available presence is remembered, unavailable
    /// forgets.
    public boolean sends(Stanza presence, Jid to) {
        if (presence.isType("unavailable")) {
            forget(to);
            return true;
        }
        if (!presence.isType("")) {
            return true; // subscriptions, probes and errors show nothing
        }
        var had = told;
        if (had == null) {
            had = new LinkedHashSet<>();
            told = had;
        }
        if (had.size() >= ADDRESSES_MAX && !had.contains(to)) {
            return false;
        }
        had.add(to);
        return true;
    }

    /// The other side is gone, or has answered with an error: nothing is to be undone.
    public void forget(Jid to) {
        if (told != null) {
            told.remove(to);
            told = told.isEmpty() ? null : told;
        }
    }

    /// Whether the session has shown itself to `who`, or to a resource of it.
    public boolean shows(Jid who) {
        return told != null
                && (told.contains(who)
                        || (who.isBare()
                                && told.stream().anyMatch(jid -> jid.bare().equals(who)))
                        || told.contains(who.bare()));
    }

    /// The session becomes unavailable: what undoes it, one stanza for each address that the
    /// broadcast to the audience does not reach. Everything is forgotten.
    ///
    /// @param unavailable the session's last presence, from its full address
    /// @param reached whether the broadcast reaches this bare address anyway
    public List<Stanza> undo(Stanza unavailable, Predicate<Jid> reached) {
        var was = told;
        told = null;
        if (was == null) {
            return List.of();
        }
        var undoing = new ArrayList<Stanza>(was.size());
        for (var jid : was) {
            if (!reached.test(jid.bare())) {
                undoing.add(unavailable.withTo(jid));
            }
        }
        return undoing;
    }

    /// Everybody whom the session has shown itself to.
    public List<Jid> all() {
        return told == null ? List.of() : List.copyOf(told);
    }

    /// What another has remembered of the session; at most [#ADDRESSES_MAX] of it is kept.
    public void restore(List<Jid> addresses) {
        if (!addresses.isEmpty()) {
            told = new LinkedHashSet<>(addresses.subList(0, Math.min(addresses.size(), ADDRESSES_MAX)));
        }
    }

    public int size() {
        return told == null ? 0 : told.size();
    }
}
