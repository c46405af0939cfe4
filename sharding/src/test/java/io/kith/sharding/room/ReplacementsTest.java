package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.sharding.session.Turns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReplacementsTest implements Turns {

    private record Write(Row row, CompletableFuture<Void> answer) {}

    private final List<Write> writes = new ArrayList<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();
    private final Replacements replacements = new Replacements(
            row -> {
                var write = new Write(row, new CompletableFuture<>());
                writes.add(write);
                return write.answer();
            },
            this);

    @Test
    void of_one_row_one_write_is_under_way_and_the_last_form_is_written_last() {
        put(1, "first");
        put(1, "second");
        put(1, "tombstone");
        put(2, "other");
        assertThat(written()).containsExactly("first", "other");

        writes.get(0).answer().complete(null);
        assertThat(done).containsExactly("first");
        assertThat(written()).containsExactly("first", "other", "tombstone");

        writes.get(2).answer().complete(null);
        assertThat(done).containsExactly("first", "second", "tombstone");
    }

    @Test
    void a_form_that_failed_gives_way_to_the_one_that_came_meanwhile() {
        put(1, "correction");
        put(1, "tombstone");

        writes.getFirst().answer().completeExceptionally(new IllegalStateException("no store"));
        assertThat(written()).containsExactly("correction");
        later.remove().run();
        assertThat(written()).containsExactly("correction", "tombstone");
        assertThat(done).isEmpty();
        writes.getLast().answer().complete(null);

        assertThat(done).containsExactly("correction", "tombstone");
        assertThat(later).isEmpty();
    }

    @Test
    void who_reads_meanwhile_sees_the_form_that_is_being_written() {
        put(1, "tombstone");
        assertThat(text(replacements.latest(row(1, "stored")))).isEqualTo("tombstone");
        assertThat(text(replacements.latest(row(2, "stored")))).isEqualTo("stored");

        writes.getFirst().answer().complete(null);

        assertThat(text(replacements.latest(row(1, "stored")))).isEqualTo("stored");
    }

    private void put(long id, String text) {
        replacements.put(row(id, text), () -> done.add(text));
    }

    private List<String> written() {
        return writes.stream().map(write -> text(write.row())).toList();
    }

    private static Row row(long id, String text) {
        var author = Jid.parse("romeo@verona.example/balcony");
        var stanza = text.getBytes(StandardCharsets.UTF_8);
        return new Row(id, Direction.OUT, author, "romeo", true, false, 0, "", 0, "", stanza);
    }

    private static String text(Row row) {
        return new String(row.stanza(), StandardCharsets.UTF_8);
    }

    @Override
    public void later(Duration delay, Runnable turn) {
        later.add(turn);
    }

    @Override
    public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
        stage.whenComplete(turn);
    }
}
