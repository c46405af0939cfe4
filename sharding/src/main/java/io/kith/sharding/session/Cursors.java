package io.kith.sharding.session;

import io.kith.persistence.account.AccountState;
import io.kith.sharding.small.SmallMap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// How far the account, and each device that was lost or is here, has the log. Written lazily: a crash makes a device
/// get again what it had taken in the last seconds, under the same ids. What is taken behind the account's cursor is
/// written too, as stretches ([Untaken#takenBehind]): rows that nobody takes, for a device that does not come back, or
/// taken just before a crash, do not make the next owner forget what was taken after them.
final class Cursors {

    /// The account's own cursor among those of its devices.
    static final String ACCOUNT = "";

    /// At most this long after a change it is written.
    static final Duration LAZY = Duration.ofSeconds(5);

    /// With the next tick, when as many rows were taken: a write for so many more rows costs little, and a
    /// crash under load makes devices get again what they took in the last second, not in the last five.
    static final int ROWS_SOON = 16;

    /// Rows taken before the log is open that are remembered: as many as a session may hold.
    static final int EARLY_MAX = ClientSession.GIVEN_MAX;

    private final Owner owner;
    private final Map<String, Long> devices = new SmallMap<>();
    private final Map<String, Long> written = new SmallMap<>();
    private final long loaded;
    private Map<Long, Long> loadedTaken = Map.of();
    private Map<String, Long> unsaved = Map.of();
    private List<Long> early = List.of();
    private @Nullable Untaken untaken;
    private @Nullable Instant dirtySince;
    private int taken;

    Cursors(Owner owner, Map<String, Long> stored) {
        this.owner = owner;
        this.loaded = stored.getOrDefault(ACCOUNT, 0L);
        stored.forEach((key, at) -> {
            var after = AccountState.takenAfter(key);
            if (after.isPresent()) {
                loadedTaken = loadedTaken.isEmpty() ? new HashMap<>() : loadedTaken;
                loadedTaken.put(after.getAsLong(), at);
                written.put(key, at);
            } else if (AccountState.roomOf(key).isEmpty()) {
                devices.put(key, at);
                written.put(key, at);
            }
        });
        devices.remove(ACCOUNT);
    }

    /// The newest row that is known to be taken, be it in the log or not: new ones have to come after it.
    long furthest() {
        return loadedTaken.values().stream().mapToLong(Long::longValue).reduce(loaded, Math::max);
    }

    /// The log is open, with this head.
    void opened(long head) {
        var opened = new Untaken(loaded, loadedTaken, head);
        loadedTaken = Map.of();
        early.forEach(opened::taken);
        early = List.of();
        untaken = opened;
    }

    /// What no device has taken; the log is open.
    Untaken untaken() {
        if (untaken == null) {
            throw new IllegalStateException("the log is not open");
        }
        return untaken;
    }

    /// A device took this row.
    void taken(long id) {
        if (untaken != null) {
            untaken.taken(id);
        } else if (early.size() < EARLY_MAX) {
            early = early.isEmpty() ? new ArrayList<>() : early;
            early.add(id);
        }
        taken++;
        dirty();
    }

    /// Hands the cursor of a device that was lost, or is with its connection, to its next session, which says itself
    /// from here on how far it is; null when it has none.
    @Nullable
    Long take(String device) {
        return devices.remove(device);
    }

    /// A device was lost with its cursor there.
    void keep(String device, long at) {
        if (at <= 0 || device.isEmpty()) {
            return;
        }
        devices.put(device, Math.max(at, written.getOrDefault(device, 0L)));
        while (devices.size() >= AccountState.CURSORS_MAX) {
            var oldest = java.util.Collections.min(devices.entrySet(), Map.Entry.comparingByValue());
            remove(oldest.getKey());
        }
        dirty();
    }

    /// A device takes no more, by its own wish: nothing is kept for it alone.
    void remove(String device) {
        devices.remove(device);
        forget(device);
    }

    private void forget(String key) {
        var stood = written.remove(key);
        if (stood != null) {
            var removed = owner.services.stores().states().removeCursor(owner.uid(), key, stood);
            owner.outside.await(removed, (_, failure) -> {
                if (failure != null && written.putIfAbsent(key, stood) == null) {
                    dirty();
                }
            });
        }
    }

    /// Something moved; it is written a little later.
    void dirty() {
        if (dirtySince == null) {
            dirtySince = owner.outside.now();
        }
    }

    boolean isDirty() {
        return dirtySince != null;
    }

    void tick(Instant now) {
        if (dirtySince != null && (taken >= ROWS_SOON || !now.isBefore(dirtySince.plus(LAZY)))) {
            write();
        }
    }

    /// Writes what has moved since the last time, and what could not be written then. Best effort: what is lost is
    /// given again.
    void write() {
        dirtySince = null;
        taken = 0;
        var moved = new HashMap<>(unsaved);
        unsaved = Map.of();
        var behind = Map.<Long, Long>of();
        if (untaken != null) {
            note(moved, ACCOUNT, untaken.cursor());
            behind = untaken.takenBehind();
            behind.forEach((after, upTo) -> note(moved, AccountState.takenKey(after), upTo));
        }
        devices.forEach((device, at) -> note(moved, device, at));
        for (var session : owner.sessions.all()) {
            note(moved, session.device, session.cursor());
        }
        written.putAll(moved);
        var over = over(behind);
        if (moved.isEmpty() && over.isEmpty()) {
            return;
        }
        owner.outside.await(save(moved), (_, failure) -> {
            if (failure != null) {
                moved.forEach((key, at) -> {
                    if (at.equals(written.get(key))) {
                        unsaved = unsaved.isEmpty() ? new HashMap<>() : unsaved;
                        unsaved.put(key, at);
                    }
                });
                dirty();
            } else {
                over.forEach(this::forget);
            }
        });
    }

    /// What is written and stands for nothing any more: stretches that are part of others now, or of what the account's
    /// cursor says, and devices that could not be forgotten when they should have been.
    private List<String> over(Map<Long, Long> behind) {
        var following = new HashSet<String>();
        for (var session : owner.sessions.all()) {
            if (session.follower != null) {
                following.add(session.device);
            }
        }
        var over = new ArrayList<String>();
        for (var key : written.keySet()) {
            var after = AccountState.takenAfter(key);
            var stands = after.isPresent()
                    ? untaken == null || behind.containsKey(after.getAsLong())
                    : key.equals(ACCOUNT) || devices.containsKey(key) || following.contains(key);
            if (!stands) {
                over.add(key);
            }
        }
        return over;
    }

    /// As many in one write as it may carry.
    private CompletionStage<Void> save(Map<String, Long> moved) {
        var states = owner.services.stores().states();
        var saved = new ArrayList<CompletionStage<Void>>();
        var few = new HashMap<String, Long>();
        for (var each : moved.entrySet()) {
            few.put(each.getKey(), each.getValue());
            if (few.size() == AccountState.CURSORS_MAX) {
                saved.add(states.saveCursors(owner.uid(), few));
                few = new HashMap<>();
            }
        }
        if (!few.isEmpty()) {
            saved.add(states.saveCursors(owner.uid(), few));
        }
        return saved.size() == 1
                ? saved.getFirst()
                : CompletableFuture.allOf(
                        saved.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture<?>[]::new));
    }

    private void note(Map<String, Long> moved, String device, long at) {
        if (at > written.getOrDefault(device, 0L)) {
            moved.merge(device, at, Math::max);
        }
    }
}
