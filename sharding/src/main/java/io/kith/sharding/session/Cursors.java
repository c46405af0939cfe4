package io.kith.sharding.session;

import io.kith.persistence.account.AccountState;
import io.kith.sharding.small.SmallMap;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How far the account, and each device that was lost or is here, has the log. Written lazily: a
/// crash makes a device get
/// again what it had taken in the last seconds, under the same ids.
final class Cursors {

    /// The account's own cursor among those of its devices.
    static final String ACCOUNT = "";

    /// At most this long after a change it is written.
    static final Duration LAZY = Duration.ofSeconds(5);

    /// With the next tick, when as many rows were taken: a write for so many more rows costs little, and a
    /// crash under load makes devices get again what they took in the last second, not in the last five.
    static final int ROWS_SOON = 16;

    private final Owner owner;
    private final Map<String, Long> devices = new SmallMap<>();
    private final Map<String, Long> written = new SmallMap<>();
    private final long loaded;
    private @Nullable Untaken untaken;
    private @Nullable Instant dirtySince;
    private int taken;

    Cursors(Owner owner, Map<String, Long> stored) {
        this.owner = owner;
        this.loaded = stored.getOrDefault(ACCOUNT, 0L);
        stored.forEach((device, at) -> {
            if (AccountState.roomOf(device).isEmpty()) {
                devices.put(device, at);
                written.put(device, at);
            }
        });
        devices.remove(ACCOUNT);
    }

    /// The log is open, with this head.
    void opened(long head) {
        untaken = new Untaken(loaded, head);
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
        }
        taken++;
        dirty();
    }

    /// Hands the cursor of a device that was lost to its next session, which says itself from here on how far it is;
    /// null when it has none.
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
        var stood = written.remove(device);
        if (stood != null) {
            var _ = owner.services.stores().states().removeCursor(owner.uid(), device, stood);
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

    /// Writes what has moved since the last time. Best effort: what is lost is given again.
    void write() {
        dirtySince = null;
        taken = 0;
        var moved = new HashMap<String, Long>();
        if (untaken != null) {
            note(moved, ACCOUNT, untaken.cursor());
        }
        devices.forEach((device, at) -> note(moved, device, at));
        for (var session : owner.sessions.all()) {
            note(moved, session.device, session.cursor());
        }
        if (!moved.isEmpty()) {
            written.putAll(moved);
            var _ = owner.services.stores().states().saveCursors(owner.uid(), moved);
        }
    }

    private void note(Map<String, Long> moved, String device, long at) {
        if (at > written.getOrDefault(device, 0L)) {
            moved.merge(device, at, Math::max);
        }
    }
}
