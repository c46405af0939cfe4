package io.kith.node;

import io.kith.node.admin.Metrics;
import io.kith.node.edge.Traffic;
import io.kith.node.edge.login.LoginRefusals;
import io.kith.persistence.cql.Work;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.FeatureFailures;
import io.kith.sharding.presence.PresenceCounters;
import io.kith.sharding.room.Pace;
import io.kith.sharding.room.RoomCounters;
import io.kith.sharding.session.SessionCounters;
import io.kith.sharding.session.Unstored;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// Every number of Kith's own that a node shows; `docs/operations.md` lists them.
///
/// @param all where they are shown
record NodeMetrics(Metrics all) {

    /// Of the certificates.
    void tls(Tls tls, InstantSource clock) {
        all.gauge(
                "kith.tls.certificate.seconds",
                "Until the first certificate that is shown runs out",
                tls,
                shown -> Duration.between(clock.instant(), shown.runsOut()).toSeconds());
    }

    /// Of connections.
    void edge(RateLimits limits, Traffic traffic, LoginRefusals refusals) {
        var admission = limits.admission();
        all.gauge("kith.sessions", "Connections with a session", admission, a -> a.bound());
        all.gauge("kith.connections.halfopen", "Connections without a session yet", admission, a -> a.halfOpen());
        all.counted("kith.connections", "Connections admitted", admission, a -> a.admitted());
        all.counted("kith.connections.refused", "Connections refused", admission, a -> a.refused());
        all.counted("kith.logins", "Sessions bound or resumed", traffic, Traffic::sessions);
        for (var reason : refusals.reasons()) {
            all.counted(
                    "kith.logins.failed",
                    "Logins that failed",
                    refusals,
                    counts -> counts.count(reason),
                    "reason",
                    reason);
        }
        for (var kind : Stanza.Kind.values()) {
            all.counted(
                    "kith.stanzas.received",
                    "Stanzas that clients have sent",
                    traffic,
                    counts -> counts.received(kind),
                    "kind",
                    word(kind));
            all.counted(
                    "kith.stanzas.sent",
                    "Stanzas that were written to clients",
                    traffic,
                    counts -> counts.sent(kind),
                    "kind",
                    word(kind));
        }
        all.gauge("kith.outbound.queued", "Stanzas that wait to be written to clients", traffic, Traffic::queued);
        all.gauge("kith.outbound.queued.bytes", "Their bytes", traffic, Traffic::queuedBytes);
        all.counted(
                "kith.limits.pauses",
                "Times that reading from a client paused, for it was too fast",
                limits.rates(),
                rates -> rates.pauses());
    }

    /// Of the owners of accounts.
    void owners(RateLimits limits, SessionCounters counts, Unstored unstored) {
        all.gauge("kith.owners", "Owners of accounts in memory", counts.owners, LongAdder::sum);
        all.gauge("kith.unstored.rows", "Rows that are being written", counts.unstoredRows, LongAdder::sum);
        all.gauge("kith.unstored.bytes", "Bytes of these rows", unstored, Unstored::bytes);
        all.gauge(
                "kith.release.queued",
                "Stanzas that wait for rows before them to be stored",
                counts.waiting,
                LongAdder::sum);
        gaps("edge-owner", counts.inboundGaps);
        gaps("owner-edge", counts.outboundGaps);
        gaps("owner-owner", counts.deliveryGaps);
        all.counted(
                "kith.limits.accounts.held",
                "Times that the sessions of an account were slowed down",
                limits.accounts(),
                accounts -> accounts.heldBack());
        all.counted(
                "kith.limits.recipients.refused",
                "Stanzas refused for being to one new recipient too many",
                limits.accounts(),
                accounts -> accounts.recipientsRefused());
    }

    /// Of rooms and the relays to those who are in them.
    void rooms(RoomCounters counts) {
        all.gauge("kith.rooms", "Rooms in memory", counts.rooms, LongAdder::sum);
        all.gauge("kith.rooms.seats", "Clients of this node in rooms", counts.relays.seats, LongAdder::sum);
        all.counted("kith.rooms.joins", "Times that a client was let in", counts.joins, LongAdder::sum);
        all.counted("kith.rooms.messages", "Messages to all that rooms have taken", counts.messages, LongAdder::sum);
        all.counted(
                "kith.rooms.written",
                "Stanzas of rooms that were given to connections",
                counts.relays.written,
                LongAdder::sum);
        all.counted(
                "kith.rooms.followed",
                "Messages and news of rooms for the owners of subscribers",
                counts.followed,
                LongAdder::sum);
        for (var pace : Pace.values()) {
            refused(pace.word(), counts.tooFast(pace));
        }
        refused("occupants", counts.full);
        refused("backlog", counts.behind);
        gaps("room-relay", counts.gaps);
    }

    private void refused(String limit, LongAdder count) {
        all.counted("kith.rooms.refused", "What a limit of rooms has refused", count, LongAdder::sum, "limit", limit);
    }

    private void gaps(String link, LongAdder count) {
        all.counted(
                "kith.link.gaps", "Times that one end of a link missed something", count, LongAdder::sum, "link", link);
    }

    /// Of presence.
    void presence(PresenceCounters counts) {
        all.counted("kith.presence.batches", "Batches told to all nodes", counts.batchesPublished, LongAdder::sum);
        all.counted("kith.presence.events", "Changes in these batches", counts.eventsPublished, LongAdder::sum);
        all.counted("kith.presence.batches.heard", "Batches of other nodes", counts.remoteBatches, LongAdder::sum);
        all.counted("kith.presence.updates", "Messages to the directory", counts.directoryUpdates, LongAdder::sum);
        all.counted("kith.presence.asks", "Questions to the directory", counts.directoryAsks, LongAdder::sum);
        all.counted("kith.presence.written", "Presence written to clients", counts.written, LongAdder::sum);
        gaps("publisher-hub", counts.gaps);
        all.counted("kith.presence.rereads", "Times that all was asked anew", counts.rereads, LongAdder::sum);
        all.counted("kith.presence.refills", "Directory parts filled here", counts.refills, LongAdder::sum);
    }

    /// Of the store.
    void store(Storage storage) {
        for (var work : Work.values()) {
            all.gauge(
                    "kith.store.inflight",
                    "Requests to Cassandra in flight",
                    storage,
                    store -> store.inFlight(work),
                    "work",
                    word(work));
        }
        all.counted("kith.store.refused", "Requests to Cassandra that were too many", storage, Storage::refused);
    }

    /// Of protocol extensions.
    void features(List<Feature> features, FeatureFailures failures) {
        for (var feature : features) {
            var name = feature.getClass().getSimpleName();
            all.counted(
                    "kith.feature.failures",
                    "Failures of a protocol extension: each is a defect",
                    failures,
                    counts -> counts.count(name),
                    "xep",
                    feature.xep().name());
        }
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
