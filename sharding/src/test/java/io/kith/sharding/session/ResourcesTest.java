package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ResourcesTest {

    private static final Resources<String> BALCONY = Resources.<String>none().bind("balcony", "b");

    @Test
    void a_bound_resource_is_connected_but_neither_available_nor_interested() {
        assertThat(BALCONY.available()).isEmpty();
        assertThat(BALCONY.interested()).isEmpty();
        assertThat(BALCONY.find("balcony")).isPresent();
    }

    @Test
    void presence_makes_it_available_and_takes_it_back_with_its_priority() {
        var available = BALCONY.available("balcony", -7);

        assertThat(available.available()).containsExactly("b");
        assertThat(available
                        .unavailable("balcony")
                        .find("balcony")
                        .orElseThrow()
                        .priority())
                .isZero();
        assertThat(available.unavailable("balcony").available()).isEmpty();
    }

    @Test
    void binding_a_name_again_forgets_what_the_old_one_had_asked_for() {
        var again = BALCONY.interested("balcony")
                .copies("balcony", true)
                .available("balcony", 1)
                .bind("balcony", "b2");

        assertThat(again.byName().values()).containsExactly(new Resources.Resource<>("b2", false, 0, false, false));
    }

    @Test
    void a_resumed_resource_keeps_what_it_had_asked_for_at_its_new_place() {
        var resumed = BALCONY.interested("balcony")
                .copies("balcony", true)
                .available("balcony", 1)
                .moved("balcony", "b2");

        assertThat(resumed.byName().values()).containsExactly(new Resources.Resource<>("b2", true, 1, true, true));
    }

    @Test
    void a_change_of_a_resource_that_is_gone_changes_nothing() {
        assertThat(BALCONY.available("orchard", 1)).isSameAs(BALCONY);
        assertThat(BALCONY.unbind("orchard")).isSameAs(BALCONY);
        assertThat(BALCONY.unbind("balcony").isEmpty()).isTrue();
    }

    @Test
    void one_account_has_a_bounded_number_of_resources() {
        var resources = Resources.<String>none();
        for (int i = 0; i < Resources.RESOURCES_MAX; i++) {
            assertThat(resources.isFull()).isFalse();
            resources = resources.bind("r" + i, "e" + i);
        }
        var full = resources;

        assertThat(full.isFull()).isTrue();
        assertThat(full.bind("r0", "again").byName()).hasSize(Resources.RESOURCES_MAX);
        assertThatThrownBy(() -> full.bind("one more", "e")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_priority_is_a_signed_byte() {
        assertThat(BALCONY.available("balcony", -128).available("balcony", 127).available())
                .containsExactly("b");
        assertThatThrownBy(() -> BALCONY.available("balcony", 128)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BALCONY.available("balcony", -129)).isInstanceOf(IllegalArgumentException.class);
    }
}
