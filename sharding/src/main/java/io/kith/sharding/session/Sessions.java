package io.kith.sharding.session;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.small.SmallMap;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The sessions of an account, found by connection, id and resource, and what is remembered of
/// those that ended.
final class Sessions {

    /// Ended sessions remembered, so that a client that tries to resume one learns how far it had
    /// come.
    static final int ENDED_MAX = 32;

    private static final long ENDED_SECONDS = 300;

    /// A session that has ended.
    ///
    /// @param session whose window goes on: what was accepted is still being stored
    private record Ended(ClientSession session, Instant forgotten) {}

    /// What a resource showed when its node died: shown unchanged until it comes back or the time
    /// is over.
    record Lingering(ClientSession session, Instant until) {}

    private final Map<String, ClientSession> byId = new SmallMap<>();
    private final Map<EdgeAddress, ClientSession> byEdge = new SmallMap<>();
    private SmallMap<String, Ended> ended = SmallMap.none();
    private SmallMap<String, Lingering> lingering = SmallMap.none();
    private @Nullable Resources<ClientSession> resources;

    /// The session at this connection, if it is in this epoch.
    @Nullable
    ClientSession at(EdgeAddress edge, long epoch) {
        var session = byEdge.get(edge);
        return session != null && session.epoch == epoch ? session : null;
    }

    /// The session at this connection, in whatever epoch.
    @Nullable
    ClientSession at(EdgeAddress edge) {
        return byEdge.get(edge);
    }

    @Nullable
    ClientSession byId(String id) {
        return byId.get(id);
    }

    @Nullable
    ClientSession byResource(String resource) {
        var found = resources().byName().get(resource);
        return found == null ? null : found.edge();
    }

    Collection<ClientSession> all() {
        return byId.values();
    }

    boolean isEmpty() {
        return byId.isEmpty() && lingering.isEmpty();
    }

    void add(ClientSession session) {
        byId.put(session.id, session);
        attached(session);
    }

    /// The session has a connection (again).
    void attached(ClientSession session) {
        byEdge.values().removeIf(other -> other == session);
        if (session.edge != null) {
            byEdge.put(session.edge, session);
        }
        changed();
    }

    void remove(ClientSession session, Instant now) {
        byId.remove(session.id);
        byEdge.values().removeIf(other -> other == session);
        ended = ended.with(session.id, new Ended(session, now.plusSeconds(ENDED_SECONDS)));
        while (ended.size() > ENDED_MAX) {
            ended.remove(ended.keySet().iterator().next());
        }
        changed();
    }

    /// The session, which may have ended a while ago.
    @Nullable
    ClientSession byIdOrEnded(String id) {
        var known = byId.get(id);
        var gone = known == null ? ended.get(id) : null;
        return gone == null ? known : gone.session();
    }

    /// Whether a session has ended at this connection, or was parked by it.
    boolean hasParted(EdgeAddress edge) {
        for (var each : byId.values()) {
            if (edge.equals(each.parkedFrom)) {
                return true;
            }
        }
        for (var each : ended.values()) {
            if (edge.equals(each.session().edge) || edge.equals(each.session().parkedFrom)) {
                return true;
            }
        }
        return false;
    }

    /// Something changed that decides who receives what.
    void changed() {
        resources = null;
    }

    /// Who is bound, for the rules of RFC 6121 §8.
    Resources<ClientSession> resources() {
        var known = resources;
        if (known == null) {
            var byName = new SmallMap<String, Resources.Resource<ClientSession>>();
            for (var each : byId.values()) {
                byName.put(
                        each.full.resource(),
                        new Resources.Resource<>(each, each.shows(), each.priority, each.interested, each.copies));
            }
            known = new Resources<>(byName);
            resources = known;
        }
        return known;
    }

    /// The presences that the account shows now.
    List<Stanza> shown() {
        var shown = new ArrayList<Stanza>(byId.size());
        for (var each : byId.values()) {
            each.presence().ifPresent(shown::add);
        }
        lingering.values().forEach(each -> each.session().presence().ifPresent(shown::add));
        return shown;
    }

    void linger(ClientSession session, Instant until) {
        lingering = lingering.with(session.full.resource(), new Lingering(session, until));
    }

    /// The resource is back, or the account is no more: nobody is told that it was away.
    void stopLingering(String resource) {
        lingering.remove(resource);
    }

    /// Those whose time is over.
    List<ClientSession> lingeredUntil(Instant now) {
        var over = new ArrayList<ClientSession>();
        for (Iterator<Lingering> each = lingering.values().iterator(); each.hasNext(); ) {
            var next = each.next();
            if (!now.isBefore(next.until())) {
                each.remove();
                over.add(next.session());
            }
        }
        return over;
    }

    /// Parked sessions whose time is over.
    List<ClientSession> parkedUntil(Instant now) {
        var over = new ArrayList<ClientSession>();
        for (var each : byId.values()) {
            if (each.parked != null && !now.isBefore(each.parked.until())) {
                over.add(each);
            }
        }
        return over;
    }

    /// Of the parked sessions the one whose time is over first.
    @Nullable
    ClientSession firstParked() {
        ClientSession first = null;
        var until = Instant.MAX;
        for (var each : byId.values()) {
            if (each.parked != null && each.parked.until().isBefore(until)) {
                first = each;
                until = each.parked.until();
            }
        }
        return first;
    }

    /// Whether the clock has something to do here. Forgets ended sessions whose time is over.
    boolean wantTime(Instant now) {
        ended.values().removeIf(each -> !now.isBefore(each.forgotten()));
        if (!lingering.isEmpty()) {
            return true;
        }
        for (var each : byId.values()) {
            if (each.parked != null
                    || each.shownBefore.isOpen()
                    || each.hasUnconfirmed()
                    || (each.follower != null && !each.follower.isLive())) {
                return true;
            }
        }
        return false;
    }
}
