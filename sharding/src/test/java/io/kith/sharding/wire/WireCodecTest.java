package io.kith.sharding.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Int64Value;
import java.io.NotSerializableException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WireCodecTest {

    private record Unregistered() implements WireMessage {}

    private record Even(long number) implements WireMessage {
        Even {
            if (number % 2 != 0) {
                throw new IllegalArgumentException(number + " is odd");
            }
        }
    }

    private static final WireForm<Even> EVEN = WireForm.of(
            8,
            Even.class,
            even -> Int64Value.of(even.number()),
            Int64Value.parser(),
            wire -> new Even(wire.getValue()));

    @Test
    void refuses_an_unknown_number_by_name() {
        assertThatThrownBy(() -> Whisper.CODEC.decode("4711", new byte[0]))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("4711");
    }

    @Test
    void refuses_bytes_that_are_no_such_message() {
        assertThatThrownBy(() -> Whisper.CODEC.decode("7", new byte[] {0x0A, 0x7F, 1}))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("Whisper");
    }

    @Test
    void refuses_a_well_formed_message_that_makes_no_sense() {
        var codec = new WireCodec(List.of(EVEN));

        assertThatThrownBy(() -> codec.decode("8", Int64Value.of(3).toByteArray()))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("3 is odd");
    }

    @Test
    void refuses_to_write_what_is_not_registered() {
        assertThatThrownBy(() -> Whisper.CODEC.encode(new Unregistered()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Unregistered");
    }

    @Test
    void writes_a_message_of_the_bound_and_refuses_one_more_byte() {
        assertThat(Whisper.CODEC.encode(Whisper.ofWireSize(WireCodec.MESSAGE_BYTES_MAX)))
                .hasSize(WireCodec.MESSAGE_BYTES_MAX);
        assertThatThrownBy(() -> Whisper.CODEC.encode(Whisper.ofWireSize(WireCodec.MESSAGE_BYTES_MAX + 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(WireCodec.MESSAGE_BYTES_MAX + 1));
    }

    @Test
    void gives_no_number_and_no_type_twice() {
        assertThatThrownBy(() -> new WireCodec(List.of(Whisper.FORM, Whisper.FORM)))
                .isInstanceOf(IllegalArgumentException.class);
        var sameNumber =
                WireForm.of(7, Even.class, even -> Int64Value.of(even.number()), Int64Value.parser(), _ -> new Even(0));
        assertThatThrownBy(() -> new WireCodec(List.of(Whisper.FORM, sameNumber)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> WireForm.of(0, Even.class, _ -> Int64Value.of(0), Int64Value.parser(), _ -> new Even(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
