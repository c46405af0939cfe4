package io.kith.node.edge.xep;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Content;
import io.kith.proto.stanza.Stanza;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// XEP-0352: while a client says that nobody looks at it, its radio sleeps.
///
/// Presence waits, the latest of each address, and of each who has that address in a room; chat states alone are
/// dropped; anything else wakes the client, and what waits goes before it. Order is kept, apart from what was dropped.
public final class ClientState {

    /// Presences that wait; one more wakes the client.
    public static final int WAITING_MAX = 500;

    /// Whose presence it is.
    ///
    /// @param occupantId by which a room tells who has that address now (XEP-0421); "" for none
    private record Source(Jid from, String occupantId) {}

    private boolean inactive;
    private @Nullable LinkedHashMap<Source, Parcel> waiting;

    /// The client said how it is.
    ///
    /// @return what is to be written now
    public List<Parcel> inactive(boolean now) {
        inactive = now;
        return now ? List.of() : flush();
    }

    /// Whether the client sleeps.
    public boolean isInactive() {
        return inactive;
    }

    /// What is to be written now that this has come; empty when it waits or is dropped.
    public List<Parcel> pass(Parcel parcel) {
        if (!inactive) {
            return List.of(parcel);
        }
        var stanza = parcel.out().stanza();
        if (isChatStateAlone(parcel)) {
            return List.of();
        }
        if (!mayWait(stanza)) {
            var all = new ArrayList<>(flush());
            all.add(parcel);
            return all;
        }
        var presences = waiting;
        if (presences == null) {
            presences = new LinkedHashMap<>();
            waiting = presences;
        }
        var from = stanza.from();
        if (from != null) {
            var source = new Source(from, occupantId(stanza));
            presences.remove(source);
            presences.put(source, parcel);
        }
        return presences.size() > WAITING_MAX ? flush() : List.of();
    }

    /// What waits, in order; it waits no more.
    public List<Parcel> flush() {
        var presences = waiting;
        waiting = null;
        return presences == null ? List.of() : List.copyOf(presences.values());
    }

    /// What waits, in order, and goes on waiting.
    public List<Parcel> waiting() {
        return waiting == null ? List.of() : List.copyOf(waiting.values());
    }

    /// A new owner numbers anew.
    public void renumber(AtomicLong numbers) {
        if (waiting != null) {
            waiting.replaceAll((_, parcel) -> parcel.renumbered(numbers));
        }
    }

    private static String occupantId(Stanza presence) {
        return presence.child("occupant-id", Namespaces.OCCUPANT_ID)
                .map(id -> id.attributeOr("id", ""))
                .orElse("");
    }

    private static boolean mayWait(Stanza stanza) {
        return stanza.isPresence()
                && stanza.from() != null
                && (stanza.isType("") || stanza.isType("unavailable"))
                && !tellsOfItself(stanza);
    }

    /// In a room: that the client itself has come in or gone (XEP-0045 §7.2.2).
    private static boolean tellsOfItself(Stanza presence) {
        if (!presence.has("x", Namespaces.MUC_USER)) {
            return false;
        }
        return presence.child("x", Namespaces.MUC_USER)
                .map(x -> x.children().stream()
                        .anyMatch(status -> status.name().equals("status")
                                && status.attributeOr("code", "").equals("110")))
                .orElse(false);
    }

    /// One with a row in the log is kept.
    private static boolean isChatStateAlone(Parcel parcel) {
        var stanza = parcel.out().stanza();
        if (!stanza.isMessage() || stanza.isError() || parcel.out().logId() != 0) {
            return false;
        }
        return Content.isChatStateAlone(stanza);
    }
}
