package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeMessage;
import java.util.concurrent.ConcurrentHashMap;

/// The last words of connections that are gone, until owners have heard them: nobody else knows that these sessions are
/// parked or over. Any thread may call.
///
/// Said again every [#AGAIN_MILLIS] for [#KEPT_MILLIS], while the node of an owner may be dead and not removed yet. Of
/// more than [#KEPT_MAX] at a time the rest is said once only.
final class Partings {

    static final int KEPT_MAX = 10_000;

    static final long AGAIN_MILLIS = 1_000;

    static final long KEPT_MILLIS = 60_000;

    private static final class Kept {
        final Jid account;
        final Parting parting;
        final long until;
        long againAt;
        long epoch;
        long accepted;
        boolean offering;
        boolean taken;

        Kept(Jid account, Parting parting, long now) {
            this.account = account;
            this.parting = parting;
            this.epoch = parting.offer().epoch();
            this.offering = parting.moving();
            this.until = now + KEPT_MILLIS;
            this.againAt = now + AGAIN_MILLIS;
        }
    }

    private final Owners owners;
    private final ConcurrentHashMap<Long, Kept> byConnection = new ConcurrentHashMap<>();

    Partings(Owners owners) {
        this.owners = owners;
    }

    /// A connection is gone.
    void add(Jid account, Parting parting, long now) {
        var kept = new Kept(account, parting, now);
        if (byConnection.size() < KEPT_MAX) {
            byConnection.put(parting.offer().edge().connection(), kept);
        }
        say(kept);
    }

    /// An owner speaks to a connection that is gone.
    ///
    /// @return whether its last word was kept here: the owner hears it, or has
    boolean told(long connection, EdgeMessage message) {
        var known = byConnection.isEmpty() ? null : byConnection.get(connection);
        if (known == null) {
            return false;
        }
        synchronized (known) {
            switch (message) {
                case EdgeMessage.Parted _, EdgeMessage.AttachRefused _ -> byConnection.remove(connection, known);
                case EdgeMessage.Closed closed -> {
                    if (closed.epoch() == known.epoch) {
                        byConnection.remove(connection, known);
                    }
                }
                case EdgeMessage.Moving(var epoch) -> {
                    if (epoch == known.epoch && !known.offering) {
                        known.offering = true;
                        say(known);
                    }
                }
                case EdgeMessage.Reattached(var epoch, var accepted) -> {
                    if (known.offering) {
                        known.offering = false;
                        known.taken = true;
                        known.epoch = epoch;
                        known.accepted = accepted;
                        say(known);
                    }
                }
                case EdgeMessage.ParkPlease _ -> say(known);
                default -> {
                    // of a session that is about to be parked, or to end
                }
            }
        }
        return true;
    }

    /// Time has passed.
    void tick(long now) {
        byConnection.values().removeIf(kept -> now >= kept.until);
        for (var kept : byConnection.values()) {
            synchronized (kept) {
                if (now >= kept.againAt) {
                    kept.againAt = now + AGAIN_MILLIS;
                    say(kept);
                }
            }
        }
    }

    int size() {
        return byConnection.size();
    }

    private void say(Kept kept) {
        if (kept.offering) {
            owners.tell(kept.account, kept.parting.offer());
        } else if (kept.taken) {
            kept.parting.say(kept.epoch, kept.accepted, word -> owners.tell(kept.account, word));
        } else {
            owners.tell(kept.account, kept.parting.word());
        }
    }
}
