package io.kith.persistence.privatexml;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every `PrivateXml` promises.
interface PrivateXmlContract {

    byte[] NOTES = "<notes xmlns='n:1'>ö</notes>".getBytes(StandardCharsets.UTF_8);
    byte[] OTHER = "<notes xmlns='n:2'/>".getBytes(StandardCharsets.UTF_8);

    PrivateXml privateXml();

    @Test
    default void an_element_is_found_by_its_name_and_namespace_alone() {
        var juliet = UUID.randomUUID();
        get(privateXml().put(juliet, "notes", "n:1", NOTES));
        get(privateXml().put(juliet, "notes", "n:2", OTHER));

        assertThat(get(privateXml().find(juliet, "notes", "n:1"))).hasValue(NOTES);
        assertThat(get(privateXml().find(juliet, "notes", "n:2"))).hasValue(OTHER);
        assertThat(get(privateXml().find(juliet, "note", "n:1"))).isEmpty();
        assertThat(get(privateXml().find(UUID.randomUUID(), "notes", "n:1"))).isEmpty();
    }

    @Test
    default void an_element_is_replaced() {
        var juliet = UUID.randomUUID();
        get(privateXml().put(juliet, "notes", "n:1", NOTES));

        assertThat(get(privateXml().put(juliet, "notes", "n:1", OTHER))).isTrue();
        assertThat(get(privateXml().find(juliet, "notes", "n:1"))).hasValue(OTHER);
    }

    @Test
    default void an_account_keeps_so_many_elements_and_not_one_more() {
        var juliet = UUID.randomUUID();
        for (int i = 0; i < PrivateXml.ELEMENTS_MAX; i++) {
            assertThat(get(privateXml().put(juliet, "notes", "n:" + i, NOTES))).isTrue();
        }

        assertThat(get(privateXml().put(juliet, "notes", "n:more", NOTES))).isFalse();
        assertThat(get(privateXml().find(juliet, "notes", "n:more"))).isEmpty();
        assertThat(get(privateXml().put(juliet, "notes", "n:1", OTHER))).isTrue();
    }

    @Test
    default void an_erased_account_has_no_elements() {
        var juliet = UUID.randomUUID();
        get(privateXml().put(juliet, "notes", "n:1", NOTES));

        get(privateXml().erase(juliet));

        assertThat(get(privateXml().find(juliet, "notes", "n:1"))).isEmpty();
    }
}
