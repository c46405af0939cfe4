package io.kith.sharding.small;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SmallMapTest {

    @Test
    void it_keeps_what_is_put_in_in_its_order() {
        var map = new SmallMap<String, Integer>();
        map.put("romeo", 1);
        map.put("juliet", 2);
        assertThat(map.put("romeo", 3)).isEqualTo(1);

        assertThat(map).containsExactly(Map.entry("romeo", 3), Map.entry("juliet", 2));
        assertThat(map.values()).containsExactly(3, 2);
    }

    @Test
    void the_map_that_all_share_stays_empty() {
        var none = SmallMap.<String, Integer>none();
        var own = none.with("romeo", 1);

        assertThat(own.with("juliet", 2)).isSameAs(own).hasSize(2);
        assertThatThrownBy(() -> none.put("nurse", 3)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(none.remove("romeo")).isNull();
        assertThat(none.values().removeIf(value -> value > 0)).isFalse();
        none.clear();
        assertThat(SmallMap.<String, Integer>none()).isSameAs(none).isEmpty();
    }

    @Test
    void it_does_what_a_linked_map_does_below_at_and_beyond_the_few() {
        var random = new Random(7);
        var map = new SmallMap<Integer, Integer>();
        var model = new LinkedHashMap<Integer, Integer>();
        var largest = 0;
        for (var i = 0; i < 20_000; i++) {
            int key = random.nextInt(2 * SmallMap.FEW);
            switch (random.nextInt(i / 500 % 2 == 0 ? 4 : 9)) {
                case 0, 1 -> assertThat(map.put(key, i)).isEqualTo(model.put(key, i));
                case 2 -> assertThat(map.remove(key)).isEqualTo(model.remove(key));
                case 3 -> assertThat(map.get(key)).isEqualTo(model.get(key));
                case 4 ->
                    assertThat(map.values().removeIf(value -> value % 3 == 0))
                            .isEqualTo(model.values().removeIf(value -> value % 3 == 0));
                case 5 -> assertThat(map.merge(key, i, Math::max)).isEqualTo(model.merge(key, i, Math::max));
                case 6 -> assertThat(map.remove(key, key)).isEqualTo(model.remove(key, key));
                case 7 -> assertThat(map.containsKey(key)).isEqualTo(model.containsKey(key));
                default -> {
                    if (random.nextInt(20) == 0) {
                        map.clear();
                        model.clear();
                    }
                }
            }
            largest = Math.max(largest, map.size());
            assertThat(new ArrayList<>(map.entrySet())).isEqualTo(new ArrayList<>(model.entrySet()));
            assertThat(new ArrayList<>(map.keySet())).isEqualTo(new ArrayList<>(model.keySet()));
            assertThat(map).isEqualTo(model).hasSameHashCodeAs(model);
            assertThat(new ArrayList<>(map.values())).isEqualTo(new ArrayList<>(model.values()));
        }
        assertThat(largest).isGreaterThan(SmallMap.FEW);
    }

    @Test
    void while_small_an_iterator_goes_over_what_was_there_when_it_began() {
        var map = new SmallMap<String, Integer>();
        map.put("romeo", 1);
        map.put("juliet", 2);
        var values = map.values().iterator();
        map.remove("juliet");
        map.put("nurse", 3);

        assertThat(values).toIterable().containsExactly(1, 2);
    }

    @Test
    void an_iterator_gives_nothing_beyond_the_last_and_removes_nothing_before_the_first() {
        var keys = new SmallMap<String, Integer>().keySet().iterator();

        assertThatThrownBy(keys::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(keys::remove).isInstanceOf(IllegalStateException.class);
    }
}
