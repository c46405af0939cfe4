package io.kith.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kith.persistence.roomindex.RoomEntry;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.proto.jid.Jid;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The index of rooms for those who list them, which wakes each temporary room that it shows: one whose node died with
/// all who were in it has nobody else who ever would, and ends only when it is awake.
///
/// A room is woken once in [#AGAIN_AFTER], unless more than [#REMEMBERED_MAX] are shown in that time. From any thread.
final class WakingIndex implements RoomIndex {

    static final Duration AGAIN_AFTER = Duration.ofMinutes(1);
    static final int REMEMBERED_MAX = 10_000;

    private final RoomIndex index;
    private final Consumer<Jid> wake;
    private final Cache<Jid, Boolean> woken;

    /// @param wake speaks to a room that may be asleep, and does not wait for an answer
    WakingIndex(RoomIndex index, Consumer<Jid> wake, InstantSource clock) {
        this.index = index;
        this.wake = wake;
        this.woken = Caffeine.newBuilder()
                .maximumSize(REMEMBERED_MAX)
                .expireAfterWrite(AGAIN_AFTER)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    @Override
    public CompletionStage<Void> put(RoomEntry entry) {
        return index.put(entry);
    }

    @Override
    public CompletionStage<Void> remove(Jid room) {
        return index.remove(room);
    }

    @Override
    public CompletionStage<List<RoomEntry>> page(String service, String afterLocal, int limit, boolean listedOnly) {
        return index.page(service, afterLocal, limit, listedOnly).thenApply(this::shown);
    }

    @Override
    public CompletionStage<List<RoomEntry>> search(String service, String start, int limit) {
        return index.search(service, start, limit).thenApply(this::shown);
    }

    private List<RoomEntry> shown(List<RoomEntry> found) {
        for (var entry : found) {
            if (entry.temporary() && woken.asMap().putIfAbsent(entry.room(), true) == null) {
                wake.accept(entry.room());
            }
        }
        return found;
    }
}
