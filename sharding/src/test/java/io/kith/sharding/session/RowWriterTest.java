package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.Buckets;
import io.kith.persistence.archive.Row;
import io.kith.persistence.failure.StoreException;
import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RowWriterTest {

    private final List<String> happened = new ArrayList<>();
    private final Deque<CompletableFuture<Void>> underWay = new ArrayDeque<>();
    private final Deque<Runnable> later = new ArrayDeque<>();
    private final RowWriter writer = new RowWriter(UUID.randomUUID(), new Written(), new Here());

    private void write(String sender, long id) {
        write(sender, 1, Rows.in(id));
    }

    private void write(String sender, long bucket, Row row) {
        writer.write(
                sender,
                new RowWriter.Pending(
                        bucket,
                        row,
                        () -> happened.add("stored " + row.id()),
                        () -> happened.add("refused " + row.id()),
                        () -> happened.add("impossible " + row.id())));
    }

    private void succeeds() {
        underWay.removeFirst().complete(null);
    }

    private void fails(StoreException.Outcome outcome) {
        underWay.removeFirst().completeExceptionally(new StoreException(outcome, "injected"));
    }

    @Test
    void rows_of_one_sender_that_come_during_a_write_leave_together_with_the_next() {
        write("romeo", 1);
        write("romeo", 2);
        write("romeo", 3);
        assertThat(happened).containsExactly("write [1]");
        happened.clear();

        succeeds();
        assertThat(happened).containsExactly("stored 1", "write [2, 3]");
        succeeds();
        assertThat(happened).endsWith("stored 2", "stored 3");

        write("romeo", 4);
        assertThat(happened).endsWith("write [4]");
    }

    @Test
    void writes_of_different_senders_overlap() {
        write("romeo", 1);
        write("nurse", 2);
        assertThat(happened).containsExactly("write [1]", "write [2]");
    }

    @Test
    void a_write_whose_outcome_is_unknown_is_repeated_as_it_was_before_anything_behind_it() {
        write("romeo", 1);
        fails(StoreException.Outcome.UNKNOWN);
        write("romeo", 2);
        later.removeFirst().run();
        fails(StoreException.Outcome.REFUSED);
        later.removeFirst().run();
        succeeds();
        assertThat(happened)
                .containsExactly(
                        "write [1]", "refused 1", "write [1]", "refused 1", "write [1]", "stored 1", "write [2]");
    }

    @Test
    void only_the_row_that_can_never_be_stored_is_given_up() {
        write("romeo", 1);
        write("romeo", 2);
        write("romeo", 3);
        succeeds();
        happened.clear();

        fails(StoreException.Outcome.FAILED);
        fails(StoreException.Outcome.FAILED);
        succeeds();
        assertThat(happened).containsExactly("write [2]", "impossible 2", "write [3]", "stored 3");
    }

    @Test
    void a_write_has_as_many_rows_and_bytes_as_it_may_and_no_more_and_one_bucket() {
        write("romeo", 1);
        LongStream.rangeClosed(2, RowWriter.ROWS_MAX + 2L).forEach(id -> write("romeo", id));
        succeeds();
        assertThat(happened)
                .endsWith("write "
                        + LongStream.rangeClosed(2, RowWriter.ROWS_MAX + 1L)
                                .boxed()
                                .toList());
        succeeds();
        assertThat(happened).endsWith("write [" + (RowWriter.ROWS_MAX + 2L) + "]");
        var half = RowWriter.BYTES_MAX / 2;
        write("romeo", 1, Rows.in(101, half));
        write("romeo", 1, Rows.in(102, half));
        write("romeo", 1, Rows.in(103, 1));
        write("romeo", 104, Rows.in(104, 1));
        succeeds();
        assertThat(happened).endsWith("write [101, 102]");
        succeeds();
        assertThat(happened).endsWith("write [103]");
        succeeds();
        assertThat(happened).endsWith("write [104]");
    }

    private final class Written implements Archive {

        @Override
        public CompletionStage<Void> append(UUID uid, long bucket, List<Row> rows) {
            happened.add("write " + rows.stream().map(Row::id).toList());
            var written = new CompletableFuture<Void>();
            underWay.addLast(written);
            return written;
        }

        @Override
        public CompletionStage<Void> replace(UUID uid, long bucket, Row row) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Long> head(UUID uid, Buckets buckets) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<Row>> after(UUID uid, Buckets buckets, long id, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<Row>> before(UUID uid, Buckets buckets, long id, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Optional<Row>> find(UUID uid, Buckets buckets, long id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<Void> erase(UUID uid, Buckets buckets) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Here implements Outside {

        @Override
        public void tellEdge(EdgeAddress to, EdgeMessage message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void tellOwner(Jid account, UserSession.Wire message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant now() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void later(Duration delay, Runnable turn) {
            later.addLast(turn);
        }

        @Override
        public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
            stage.whenComplete(turn);
        }
    }
}
