package io.kith.sharding.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A publisher's numbered batches: those that the directory does not have yet, and the newest ones,
/// for hubs that missed some.
///
/// **The directory comes first**: a batch goes to the hubs when the directory has it, or has not
/// answered for [#PATIENCE]. So a watcher that registers at its hub and then asks can miss nothing
/// in between. What the directory has not confirmed is sent to it again. Pure; not thread-safe.
final class Outbox {

    /// How long the hubs wait for the directory.
    static final Duration PATIENCE = Duration.ofMillis(250);

    /// How long an unconfirmed update waits before it is sent again.
    static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    /// Batches kept for hubs that missed some; a hub further behind asks the directory.
    static final int RETAINED_MAX = 64;

    /// Updates that wait for the directory; older ones are given up, their parts are filled anew when they come
    /// back.
    static final int UNCONFIRMED_MAX = 256;

    private static final class Update {
        final PresenceBatch batch;
        final Set<Integer> parts;
        final Instant since;
        Instant sent;

        Update(PresenceBatch batch, Set<Integer> parts, Instant since) {
            this.batch = batch;
            this.parts = parts;
            this.since = since;
            this.sent = since;
        }
    }

    /// What of a batch is to be sent to the directory again.
    record Overdue(long number, List<PresenceEvent> events) {}

    private final NodeId self;
    private final Deque<Update> unpublished = new ArrayDeque<>();
    private final LinkedHashMap<Long, Update> unconfirmed = new LinkedHashMap<>();
    private final Deque<PresenceBatch> retained = new ArrayDeque<>();
    private long numbers;
    private long published;

    Outbox(NodeId self) {
        this.self = self;
    }

    /// Numbers a batch, which goes to the directory now.
    PresenceBatch add(List<PresenceEvent> events, Instant now) {
        var batch = new PresenceBatch(self, ++numbers, events);
        var parts = new HashSet<Integer>();
        for (var event : events) {
            parts.add(Parts.of(event.account()));
        }
        var update = new Update(batch, parts, now);
        unpublished.addLast(update);
        unconfirmed.put(batch.number(), update);
        if (unconfirmed.size() > UNCONFIRMED_MAX) {
            var oldest = unconfirmed.pollFirstEntry().getValue();
            oldest.parts.clear();
        }
        return batch;
    }

    /// The directory has these parts of the batch.
    void confirmed(long number, Collection<Integer> parts) {
        var update = unconfirmed.get(number);
        if (update != null) {
            update.parts.removeAll(parts);
            if (update.parts.isEmpty()) {
                unconfirmed.remove(number);
            }
        }
    }

    /// What of the batch belongs to these parts and is not confirmed.
    List<PresenceEvent> events(long number, Collection<Integer> parts) {
        var update = unconfirmed.get(number);
        if (update == null) {
            return List.of();
        }
        return update.batch.events().stream()
                .filter(event ->
                        parts.contains(Parts.of(event.account())) && update.parts.contains(Parts.of(event.account())))
                .toList();
    }

    /// Those that go to the hubs now, in order.
    List<PresenceBatch> publishable(Instant now) {
        var ready = new ArrayList<PresenceBatch>();
        for (var next = unpublished.peekFirst();
                next != null
                        && (next.parts.isEmpty() || !next.since.plus(PATIENCE).isAfter(now));
                next = unpublished.peekFirst()) {
            unpublished.removeFirst();
            ready.add(next.batch);
            retained.addLast(next.batch);
            published = next.batch.number();
            if (retained.size() > RETAINED_MAX) {
                retained.removeFirst();
            }
        }
        return ready;
    }

    /// What the directory should have confirmed by now; it counts as sent again.
    List<Overdue> overdue(Instant now) {
        var overdue = new ArrayList<Overdue>();
        for (Map.Entry<Long, Update> each : unconfirmed.entrySet()) {
            var update = each.getValue();
            if (!update.sent.plus(AGAIN_AFTER).isAfter(now)) {
                update.sent = now;
                overdue.add(new Overdue(each.getKey(), events(each.getKey(), Set.copyOf(update.parts))));
            }
        }
        return overdue;
    }

    /// The published batches from this number on, oldest first; empty when some of them are not kept any more.
    Optional<List<PresenceBatch>> since(long from) {
        var oldest = retained.peekFirst();
        if (oldest == null || from < oldest.number()) {
            return Optional.empty();
        }
        return Optional.of(
                retained.stream().filter(batch -> batch.number() >= from).toList());
    }

    /// The number of the last batch that went to the hubs.
    long published() {
        return published;
    }

    boolean isSettled() {
        return unpublished.isEmpty() && unconfirmed.isEmpty();
    }

    boolean hasUnpublished() {
        return !unpublished.isEmpty();
    }
}
