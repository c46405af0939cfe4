package io.kith.sharding.wire;

import static io.kith.sharding.wire.Chunks.HELD_BYTES_MAX;
import static io.kith.sharding.wire.Chunks.PARTS_MAX;
import static io.kith.sharding.wire.Chunks.PART_BYTES_MAX;
import static io.kith.sharding.wire.Chunks.PATIENCE;
import static io.kith.sharding.wire.Chunks.WHOLE_BYTES_MAX;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChunksTest {

    private static final Whisper LARGE = Whisper.ofWireSize(2 * PART_BYTES_MAX + 1);

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Chunks chunks = new Chunks(Whisper.CODEC);

    @Test
    void leaves_whole_what_may_cross_whole() {
        var bound = Whisper.ofWireSize(WireCodec.MESSAGE_BYTES_MAX);

        assertThat(Chunks.cut(Whisper.CODEC, 9, 1, bound)).isEmpty();
    }

    @Test
    void cuts_what_is_one_byte_larger_and_puts_it_together_again() throws NotSerializableException {
        var over = Whisper.ofWireSize(WireCodec.MESSAGE_BYTES_MAX + 1);
        var parts = cut(1, over);

        assertThat(parts).hasSize(2);
        assertThat(chunks.add(parts.get(0), NOON)).isEmpty();
        assertThat(chunks.add(parts.get(1), NOON)).contains(over);
        assertThat(chunks.transfersUnderWay()).isZero();
    }

    @Test
    void takes_parts_in_any_order_and_more_than_once() throws NotSerializableException {
        var parts = cut(1, LARGE);

        assertThat(parts).hasSize(3);
        assertThat(chunks.add(parts.get(2), NOON)).isEmpty();
        assertThat(chunks.add(parts.get(0), NOON)).isEmpty();
        assertThat(chunks.add(parts.get(0), NOON)).isEmpty();
        assertThat(chunks.add(parts.get(1), NOON)).contains(LARGE);
    }

    @Test
    void carries_the_largest_message_and_refuses_one_more_byte() throws NotSerializableException {
        var largest = Whisper.ofWireSize(WHOLE_BYTES_MAX);
        var parts = cut(1, largest);
        assertThat(parts).hasSize(PARTS_MAX);

        Optional<WireMessage> whole = Optional.empty();
        for (var part : parts) {
            whole = chunks.add(part, NOON);
        }
        assertThat(whole).contains(largest);

        var larger = Whisper.ofWireSize(WHOLE_BYTES_MAX + 1);
        assertThatThrownBy(() -> Chunks.cut(Whisper.CODEC, 9, 2, larger)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void holds_so_many_bytes_of_incomplete_messages_and_then_forgets_the_oldest() throws NotSerializableException {
        var transfers = HELD_BYTES_MAX / PART_BYTES_MAX;
        for (var transfer = 0; transfer < transfers; transfer++) {
            chunks.add(cut(transfer, LARGE).get(0), NOON);
        }
        assertThat(chunks.transfersUnderWay()).isEqualTo(transfers);
        assertThat(chunks.bytesHeld()).isEqualTo(HELD_BYTES_MAX);

        chunks.add(cut(transfers, LARGE).get(2), NOON);

        assertThat(chunks.transfersUnderWay()).isEqualTo(transfers);
        assertThat(chunks.bytesHeld()).isLessThanOrEqualTo(HELD_BYTES_MAX);
        assertThat(chunks.add(cut(1, LARGE).get(2), NOON)).isEmpty();
        assertThat(chunks.add(cut(1, LARGE).get(1), NOON)).contains(LARGE);
        assertThat(chunks.add(cut(0, LARGE).get(1), NOON)).isEmpty();
        assertThat(chunks.add(cut(0, LARGE).get(2), NOON)).isEmpty();
    }

    @Test
    void forgets_what_is_not_whole_in_time() throws NotSerializableException {
        chunks.add(cut(1, LARGE).get(0), NOON);

        chunks.expire(NOON.plus(PATIENCE).minusMillis(1));
        assertThat(chunks.isEmpty()).isFalse();

        chunks.expire(NOON.plus(PATIENCE));
        assertThat(chunks.isEmpty()).isTrue();
        assertThat(chunks.bytesHeld()).isZero();
    }

    @Test
    void holds_a_part_that_comes_twice_once() throws NotSerializableException {
        chunks.add(cut(1, LARGE).get(0), NOON);
        chunks.add(cut(1, LARGE).get(0), NOON);

        assertThat(chunks.bytesHeld()).isEqualTo(PART_BYTES_MAX);
    }

    @Test
    void refuses_parts_that_do_not_belong_together() throws NotSerializableException {
        chunks.add(new Chunk(9, 1, 0, 3, 7, ByteString.copyFromUtf8("a")), NOON);

        assertThatThrownBy(() -> chunks.add(new Chunk(9, 1, 1, 2, 7, ByteString.copyFromUtf8("b")), NOON))
                .isInstanceOf(NotSerializableException.class);
        assertThat(chunks.transfersUnderWay()).isZero();
    }

    @Test
    void refuses_parts_beyond_the_bounds() {
        var word = ByteString.copyFromUtf8("a");

        assertThat(new Chunk(9, 1, PARTS_MAX - 1, PARTS_MAX, 7, word).index()).isEqualTo(PARTS_MAX - 1);
        assertThatThrownBy(() -> new Chunk(9, 1, 0, PARTS_MAX + 1, 7, word))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Chunk(9, 1, 2, 2, 7, word)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Chunk(9, 1, 0, 1, 7, ByteString.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Chunk(9, 1, 0, 1, 7, ByteString.copyFrom(new byte[PART_BYTES_MAX]))
                        .part()
                        .size())
                .isEqualTo(PART_BYTES_MAX);
        assertThatThrownBy(() -> new Chunk(9, 1, 0, 1, 7, ByteString.copyFrom(new byte[PART_BYTES_MAX + 1])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Chunk> cut(long transfer, Whisper whisper) {
        return Chunks.cut(Whisper.CODEC, 9, transfer, whisper);
    }
}
