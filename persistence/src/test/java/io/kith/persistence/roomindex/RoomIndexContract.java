package io.kith.persistence.roomindex;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.jid.Jid;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every `RoomIndex` promises.
interface RoomIndexContract {

    RoomIndex index();

    private static String service() {
        return "rooms-" + UUID.randomUUID() + ".example";
    }

    private static RoomEntry entry(String service, String local, String name, boolean listed) {
        return new RoomEntry(new Jid(local, service, ""), name, "", "it", listed, false);
    }

    private static List<String> locals(List<RoomEntry> entries) {
        return entries.stream().map(entry -> entry.room().local()).toList();
    }

    @Test
    default void an_entry_is_read_as_it_was_put_last() {
        var service = service();
        var room = new RoomEntry(new Jid("balcony", service, ""), "Il balcone", "Sotto le stelle", "it", true, true);

        get(index().put(entry(service, "balcony", "The Balcony", true)));
        get(index().put(room));

        assertThat(get(index().page(service, "", 10, true))).containsExactly(room);
        assertThat(get(index().page(service, "", 10, false))).containsExactly(room);
    }

    @Test
    default void pages_follow_one_another_in_the_order_of_bytes() {
        var service = service();
        for (var local : List.of("z", "a", "\uff61", "m", "\ud83d\ude00", "b")) {
            get(index().put(entry(service, local, local, true)));
        }

        assertThat(locals(get(index().page(service, "", 4, true)))).containsExactly("a", "b", "m", "z");
        assertThat(locals(get(index().page(service, "z", 4, true)))).containsExactly("\uff61", "\ud83d\ude00");
        assertThat(locals(get(index().page(service, "\ud83d\ude00", 4, true)))).isEmpty();
    }

    @Test
    default void a_room_that_is_not_listed_is_shown_to_operators_alone_and_not_found() {
        var service = service();
        get(index().put(entry(service, "tomb", "Capulet tomb", true)));

        get(index().put(entry(service, "tomb", "Capulet tomb", false)));

        assertThat(get(index().page(service, "", 10, true))).isEmpty();
        assertThat(get(index().page(service, "", 10, false)))
                .containsExactly(entry(service, "tomb", "Capulet tomb", false));
        assertThat(get(index().search(service, "capulet", 10))).isEmpty();
    }

    @Test
    default void a_room_is_found_by_how_a_word_begins_without_case_and_accents() {
        var service = service();
        get(index().put(new RoomEntry(
                new Jid("verona", service, ""), "Caf\u00e9 Pi\u00f9", "two houses", "", true, false)));
        get(index().put(entry(service, "mantua", "Other", true)));

        for (var start : List.of("ver", "CAFE", "caf\u00e9", "piu", "hous")) {
            assertThat(locals(get(index().search(service, start, 10))))
                    .as(start)
                    .containsExactly("verona");
        }
        assertThat(get(index().search(service, "afe", 10))).isEmpty();
    }

    /// As it stands in the list.
    @Test
    default void a_room_is_found_by_all_of_its_name() {
        var service = service();
        get(index().put(entry(service, "street", "Gr\u00f6\u00dfe Stra\u00dfe - a 1st", true)));
        get(index().put(entry(service, "size", "Gr\u00f6\u00dfe", true)));

        for (var asked : List.of("Gr\u00f6\u00dfe Stra\u00dfe - a 1st", " stra, gr ", "stra\u00dfe*", "1st-street")) {
            assertThat(locals(get(index().search(service, asked, 10))))
                    .as(asked)
                    .containsExactly("street");
        }
        assertThat(get(index().search(service, "gr\u00f6\u00dfe mantua", 10))).isEmpty();
        assertThat(locals(get(index().search(service, "gr\u00f6\u00dfe", 10))))
                .containsExactlyInAnyOrder("street", "size");
    }

    @Test
    default void a_room_with_another_name_is_not_found_by_the_old_one() {
        var service = service();
        get(index().put(entry(service, "r", "montague garden", true)));

        get(index().put(entry(service, "r", "capulet garden", true)));

        assertThat(get(index().search(service, "montague", 10))).isEmpty();
        assertThat(locals(get(index().search(service, "garden", 10)))).containsExactly("r");
    }

    @Test
    default void a_removed_room_is_nowhere() {
        var service = service();
        get(index().put(entry(service, "r", "garden", true)));

        get(index().remove(new Jid("r", service, "")));
        get(index().remove(new Jid("r", service, "")));

        assertThat(get(index().page(service, "", 10, false))).isEmpty();
        assertThat(get(index().page(service, "", 10, true))).isEmpty();
        assertThat(get(index().search(service, "garden", 10))).isEmpty();
    }

    @Test
    default void services_are_apart() {
        var service = service();
        get(index().put(entry(service, "r", "garden", true)));

        assertThat(get(index().page(service(), "", 10, false))).isEmpty();
        assertThat(get(index().search(service(), "garden", 10))).isEmpty();
    }

    @Test
    default void a_page_has_its_bound_and_a_search_needs_two_characters() {
        var service = service();

        assertThat(get(index().page(service, "", RoomIndex.PAGE_MAX, true))).isEmpty();
        assertThatThrownBy(() -> index().page(service, "", RoomIndex.PAGE_MAX + 1, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> index().page(service, "", 0, true)).isInstanceOf(IllegalArgumentException.class);
        for (var asked : List.of("a", "a-b", "%", "")) {
            assertThat(RoomIndex.isWords(asked)).isFalse();
            assertThatThrownBy(() -> index().search(service, asked, 10)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
