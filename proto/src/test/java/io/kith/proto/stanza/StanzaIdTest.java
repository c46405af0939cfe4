package io.kith.proto.stanza;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class StanzaIdTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void the_text_of_any_id_is_read_back() {
        var random = new SplittableRandom(42);
        for (int i = 0; i < 10_000; i++) {
            long id = random.nextLong(1, Long.MAX_VALUE);
            assertThat(StanzaId.parse(StanzaId.text(id))).hasValue(id);
        }
        assertThat(StanzaId.parse(StanzaId.text(1))).hasValue(1);
        assertThat(StanzaId.parse(StanzaId.text(Long.MAX_VALUE))).hasValue(Long.MAX_VALUE);
    }

    @Test
    void texts_sort_as_their_ids() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            long a = random.nextLong(1, Long.MAX_VALUE);
            long b = random.nextLong(1, Long.MAX_VALUE);
            assertThat(Integer.signum(StanzaId.text(a).compareTo(StanzaId.text(b))))
                    .isEqualTo(Long.compare(a, b));
        }
    }

    @Test
    void what_is_not_the_text_of_an_id_is_none() {
        for (var text : new String[] {
            "",
            "000000000000",
            "00000000000000",
            "0000000000000",
            "8000000000000",
            "zzzzzzzzzzzzz",
            "000000000000A",
            "00000000 0001",
            "000000000000u",
            "00000000000\u01301"
        }) {
            assertThat(StanzaId.parse(text)).as(text).isEmpty();
        }
    }

    @Test
    void an_id_tells_when_it_was_minted() {
        assertThat(StanzaId.instant(StanzaId.of(NOON, 1023, 4095))).isEqualTo(NOON);
        assertThat(StanzaId.of(NOON.minusMillis(1), 1023, 4095)).isLessThan(StanzaId.lowestAt(NOON));
        assertThat(StanzaId.of(NOON, 0, 0)).isEqualTo(StanzaId.lowestAt(NOON));
    }

    @Test
    void parts_out_of_range_are_refused() {
        assertThatThrownBy(() -> StanzaId.of(NOON, 1024, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StanzaId.of(NOON, 0, 4096)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StanzaId.lowestAt(StanzaId.EPOCH.minusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StanzaId.text(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
