package io.kith.proto.sm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AckCounterTest {

    @Test
    void after_the_largest_count_comes_zero() {
        assertThat(AckCounter.of(4_294_967_295L).next()).isEqualTo(AckCounter.ZERO);
        assertThat(AckCounter.of(2_147_483_647L).next()).hasToString("2147483648");
        assertThat(AckCounter.of(4_294_967_294L).plus(5).value()).isEqualTo(3);
    }

    @Test
    void a_distance_is_right_across_the_wrap() {
        assertThat(AckCounter.of(3).since(AckCounter.of(4_294_967_290L))).isEqualTo(9);
        assertThat(AckCounter.of(4_294_967_290L).since(AckCounter.of(3))).isEqualTo(4_294_967_287L);
    }

    @Property(tries = 300)
    void what_was_counted_is_the_distance(
            @ForAll @LongRange(max = 0xFFFF_FFFFL) long from, @ForAll @LongRange(max = 0x7FFF_FFFF) long stanzas) {
        var start = AckCounter.of(from);

        assertThat(start.plus((int) stanzas).since(start)).isEqualTo(stanzas);
        assertThat(AckCounter.parse(start.toString())).contains(start);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "4294967296", "99999999999", "1 ", "0x1", "\u0661", "1.0"})
    void what_is_no_count_is_told(String h) {
        assertThat(AckCounter.parse(h)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 4_294_967_296L})
    void no_counter_is_made_of_what_is_no_count(long value) {
        assertThatThrownBy(() -> AckCounter.of(value)).isInstanceOf(IllegalArgumentException.class);
    }
}
