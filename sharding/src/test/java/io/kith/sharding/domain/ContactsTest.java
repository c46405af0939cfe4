package io.kith.sharding.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContactsTest {

    private static final String MAIL = "mailto:abuse@capulet.example";

    @ParameterizedTest
    @ValueSource(strings = {"abuse@capulet.example", "mailto:", "mailto:ab use@capulet.example", ":x", ""})
    void an_address_must_be_a_uri_that_says_how_to_use_it(String address) {
        assertThatThrownBy(() -> new Contacts(Map.of(Concern.ABUSE, List.of(address))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("abuse-contact");
    }

    @Test
    void an_address_has_512_characters_at_most() {
        var bound = "tel:" + "1".repeat(508);
        assertThat(new Contacts(Map.of(Concern.SALES, List.of(bound))).of(Concern.SALES))
                .containsExactly(bound);
        assertThatThrownBy(() -> new Contacts(Map.of(Concern.SALES, List.of(bound + "1"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twenty_addresses_in_all_are_enough() {
        var many = Map.of(Concern.ABUSE, Collections.nCopies(19, MAIL), Concern.ADMIN, List.of(MAIL));
        var contacts = new Contacts(many);
        assertThat(contacts.addresses()).isEqualTo(many);
        assertThatThrownBy(() -> contacts.with(Map.of(Concern.STATUS, List.of(MAIL))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_empty_list_takes_a_concern_away() {
        var contacts = new Contacts(Map.of(Concern.ABUSE, List.of(MAIL), Concern.ADMIN, List.of()));
        assertThat(contacts.addresses()).containsOnlyKeys(Concern.ABUSE);
        assertThat(contacts.with(Map.of(Concern.ABUSE, List.of()))).isEqualTo(Contacts.NONE);
    }
}
