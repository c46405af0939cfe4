package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.Stores;
import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.Buckets;
import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.LogIds;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaId;
import io.kith.sharding.session.Unstored;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The log of a room over an archive that keeps what was written first under an id, unless it is told to replace it.
final class RoomLogTest implements RoomCarrier {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Jid ROMEO = Jid.parse("romeo@verona.example/balcony");

    private final Stores stores = Stores.inMemory(new Random(1), () -> NOW);
    private RoomState state = created(new UUID(0, 7));
    private boolean journalFails;
    private int erasures;
    private int failures;
    private final RoomLog log = life();

    @Test
    void a_tombstone_takes_the_place_of_what_was_said_for_good() {
        var id = said("<origin-id/>zebra");
        var done = new ArrayList<String>();

        log.replace(row(id, "corrected"), () -> done.add("corrected"));
        log.replace(row(id, "a tombstone"), () -> done.add("tombstone"));

        assertThat(done).containsExactly("corrected", "tombstone");
        assertThat(stored()).containsExactly("a tombstone");
        assertThat(log.isBusy()).isFalse();
    }

    @Test
    void the_next_life_stores_under_their_ids_what_the_one_before_was_writing() {
        var bucket = log.mint();
        log.append(row(bucket, "one"), () -> {}, () -> {}, () -> {});
        journalFails = true;
        var later = StanzaId.lowestAt(NOW.plus(Buckets.AGE_MAX).plusSeconds(1));
        log.above(later);
        var shown = log.mint();
        var done = new ArrayList<String>();
        log.append(row(shown, "two"), () -> {}, () -> done.add("stored by a life that is over"), () -> {});
        assertThat(stored()).containsExactly("one");

        journalFails = false;
        var next = life();
        next.finish(log.unstored(state), () -> done.add("finished"));

        assertThat(done).containsExactly("finished");
        assertThat(stored()).containsExactly("one", "two");
        assertThat(next.mint()).isGreaterThan(shown);
        assertThat(next.unstored(state)).isEmpty();
    }

    @Test
    void what_was_written_before_a_bucket_opened_goes_to_the_one_before() {
        said("one");
        var before = log.mint();
        journalled(new RoomEvent.BucketOpened("coven@conference.verona.example", NOW, log.mint()));

        life().finish(List.of(row(before, "two")), () -> {});

        assertThat(stored()).containsExactly("one", "two");
    }

    @Test
    void rows_of_a_room_that_is_no_more_are_nobodys() {
        journalFails = true;
        log.append(row(log.mint(), "one"), () -> {}, () -> {}, () -> {});

        assertThat(log.unstored(state)).hasSize(1);
        assertThat(log.unstored(created(new UUID(0, 8)))).isEmpty();
        assertThat(log.unstored(RoomState.NONE)).isEmpty();
    }

    @Test
    void the_log_of_a_room_ends_with_the_room() {
        said("a rose");
        var before = state;
        state = before.after(destroyed());
        log.follow(state);

        assertThat(stored(before)).isEmpty();
        assertThat(erasures).isEqualTo(1);
    }

    @Test
    void also_when_its_node_dies_in_between() {
        said("a rose");
        var before = state;
        state = before.after(destroyed());
        var next = life();
        next.eraseOf(state);

        assertThat(stored(before)).isEmpty();
    }

    @Test
    void the_log_of_a_room_that_is_there_is_never_erased_by_its_next_life() {
        said("a rose");
        life().eraseOf(state);

        assertThat(erasures).isZero();
    }

    @Test
    void who_ended_a_room_waits_until_its_log_is_erased_or_was_tried_often() {
        said("a rose");
        var done = new ArrayList<String>();
        failures = RoomLog.ERASE_ATTEMPTS_MAX - 1;
        log.follow(state.after(destroyed()));
        log.whenErased(() -> done.add("erased"));
        assertThat(done).containsExactly("erased");
        assertThat(erasures).isEqualTo(RoomLog.ERASE_ATTEMPTS_MAX);

        erasures = 0;
        failures = RoomLog.ERASE_ATTEMPTS_MAX;
        var next = life();
        next.eraseOf(state.after(destroyed()));
        next.whenErased(() -> done.add("given up"));
        assertThat(done).containsExactly("erased", "given up");
        assertThat(erasures).isEqualTo(RoomLog.ERASE_ATTEMPTS_MAX);
        assertThat(next.isBusy()).isFalse();
    }

    private RoomLog life() {
        return new RoomLog(state, "coven@conference.verona.example", services(), this);
    }

    private static RoomEvent destroyed() {
        return new RoomEvent.Destroyed(ROMEO.bare().toString(), NOW, "", "");
    }

    private long said(String text) {
        var id = log.mint();
        log.append(row(id, text), () -> {}, () -> {}, () -> {});
        assertThat(stored()).containsExactly(text);
        return id;
    }

    /// As the next life of the room reads it.
    private List<String> stored() {
        return stored(state);
    }

    private List<String> stored(RoomState of) {
        var rows = stores.archive().tail(of.uid(), of.buckets(), 10);
        return rows.toCompletableFuture().join().stream()
                .map(row -> new String(row.stanza(), StandardCharsets.UTF_8))
                .toList();
    }

    private static Row row(long id, String text) {
        var stanza = text.getBytes(StandardCharsets.UTF_8);
        return new Row(id, Direction.OUT, ROMEO, "romeo", true, false, 0, "", 0, "", stanza);
    }

    private static RoomState created(UUID uid) {
        var by = ROMEO.bare();
        return RoomState.NONE.after(
                new RoomEvent.Created(by.toString(), NOW, uid, "00", by, RoomConfig.DEFAULT, false));
    }

    private RoomServices services() {
        return new RoomServices(
                PlainTerms.of(new Random(1)),
                erasingIsCounted(stores.archive()),
                stores.roomIndex(),
                new LogIds(1, () -> NOW),
                new Unstored(1L << 30),
                (_, _) -> {},
                (_, _) -> {},
                List::of,
                Duration.ofSeconds(300),
                _ -> true,
                () -> NOW,
                new Random(1),
                () -> false);
    }

    private Archive erasingIsCounted(Archive archive) {
        return (Archive) Proxy.newProxyInstance(
                Archive.class.getClassLoader(), new Class<?>[] {Archive.class}, (_, method, arguments) -> {
                    if (method.getName().equals("erase")) {
                        erasures++;
                        if (erasures <= failures) {
                            return CompletableFuture.failedFuture(new IllegalStateException("the store is silent"));
                        }
                    }
                    return method.invoke(archive, arguments);
                });
    }

    @Override
    public void persist(List<RoomEvent> events, Runnable then) {
        if (!journalFails) {
            events.forEach(this::journalled);
            then.run();
        }
    }

    private void journalled(RoomEvent event) {
        state = state.after(event);
    }

    @Override
    public void later(Duration delay, Runnable turn) {
        turn.run();
    }

    @Override
    public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
        stage.whenComplete(turn);
    }
}
