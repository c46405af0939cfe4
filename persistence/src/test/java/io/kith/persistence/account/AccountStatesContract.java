package io.kith.persistence.account;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.persistence.archive.Buckets;
import io.kith.persistence.archive.Buckets.Bucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every `AccountStates` promises.
interface AccountStatesContract {

    Item ROMEO = new Item(Kind.ROSTER, "romeo@montague.example", new byte[] {1, 2});
    Item NURSE = new Item(Kind.ROSTER, "nurse@capulet.example", new byte[0]);
    Item TYBALT = new Item(Kind.BLOCK, "romeo@montague.example", new byte[] {3});

    AccountStates states();

    static List<Change> puts(Item... items) {
        return List.of(items).stream().<Change>map(Change.Put::new).toList();
    }

    @Test
    default void an_account_without_state_has_none() {
        assertThat(get(states().load(UUID.randomUUID()))).isEqualTo(AccountState.NONE);
    }

    @Test
    default void what_is_saved_is_loaded() {
        var juliet = UUID.randomUUID();

        assertThat(get(states().save(juliet, 0, puts(ROMEO, NURSE, TYBALT)))).isEqualTo(new Saved.Ok(1));

        var state = get(states().load(juliet));
        assertThat(state.version()).isEqualTo(1);
        assertThat(state.items()).containsExactlyInAnyOrder(ROMEO, NURSE, TYBALT);
    }

    @Test
    default void an_item_is_replaced_and_removed_by_its_kind_and_key() {
        var juliet = UUID.randomUUID();
        var changed = new Item(Kind.ROSTER, ROMEO.key(), new byte[] {9});
        get(states().save(juliet, 0, puts(ROMEO, NURSE, TYBALT)));

        get(states().save(juliet, 1, List.of(new Change.Put(changed), new Change.Remove(Kind.ROSTER, NURSE.key()))));

        assertThat(get(states().load(juliet)).items()).containsExactlyInAnyOrder(changed, TYBALT);
    }

    @Test
    default void the_owner_that_is_behind_loses_and_changes_nothing() {
        var juliet = UUID.randomUUID();
        get(states().save(juliet, 0, puts(ROMEO)));

        assertThat(get(states().save(juliet, 0, puts(NURSE)))).isEqualTo(new Saved.Stale());
        assertThat(get(states().save(juliet, 2, puts(NURSE)))).isEqualTo(new Saved.Stale());
        assertThat(get(states().load(juliet)).items()).containsExactly(ROMEO);
    }

    @Test
    default void of_many_who_save_at_once_one_wins() {
        var juliet = UUID.randomUUID();

        var saves = IntStream.range(0, 8)
                .mapToObj(_ -> states().save(juliet, 0, puts(ROMEO)))
                .toList();

        assertThat(saves.stream().map(save -> get(save))).containsOnlyOnce(new Saved.Ok(1));
        assertThat(get(states().load(juliet)).version()).isEqualTo(1);
    }

    @Test
    default void a_save_without_changes_claims_the_version() {
        var juliet = UUID.randomUUID();

        assertThat(get(states().save(juliet, 0, List.of()))).isEqualTo(new Saved.Ok(1));
        assertThat(get(states().save(juliet, 0, puts(ROMEO)))).isEqualTo(new Saved.Stale());
    }

    @Test
    default void a_save_takes_its_bound_of_changes_and_not_one_more() {
        var juliet = UUID.randomUUID();
        var changes = new ArrayList<Change>();
        for (int i = 0; i < AccountStates.CHANGES_MAX; i++) {
            changes.add(new Change.Put(new Item(Kind.ROSTER, "contact" + i + "@capulet.example", new byte[100])));
        }

        assertThat(get(states().save(juliet, 0, changes))).isEqualTo(new Saved.Ok(1));
        assertThat(get(states().load(juliet)).items()).hasSize(AccountStates.CHANGES_MAX);
        changes.add(new Change.Put(ROMEO));
        assertThatThrownBy(() -> states().save(juliet, 1, changes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void cursors_and_buckets_are_loaded_with_the_items_and_have_no_version() {
        var juliet = UUID.randomUUID();
        get(states().saveCursors(juliet, Map.of("phone", 7L, "desk", 9L)));
        get(states().saveBucket(juliet, new Bucket(5, 0)));
        get(states().saveBucket(juliet, new Bucket(3, 20_000)));
        get(states().saveBucket(juliet, new Bucket(5, 17)));

        var state = get(states().load(juliet));

        assertThat(state.version()).isZero();
        assertThat(state.items()).isEmpty();
        assertThat(state.cursors()).isEqualTo(Map.of("phone", 7L, "desk", 9L));
        assertThat(state.buckets()).isEqualTo(new Buckets(List.of(new Bucket(3, 20_000), new Bucket(5, 17))));
        assertThat(get(states().save(juliet, 0, puts(ROMEO)))).isEqualTo(new Saved.Ok(1));
        assertThat(get(states().load(juliet)).cursors()).hasSize(2);
    }

    @Test
    default void a_late_write_does_not_move_a_cursor_back() {
        var juliet = UUID.randomUUID();
        get(states().saveCursor(juliet, "phone", 1L << 40));
        get(states().saveCursor(juliet, "phone", (1L << 40) - 1));
        get(states().saveCursor(juliet, "phone", 1L << 30));

        assertThat(get(states().load(juliet)).cursors()).isEqualTo(Map.of("phone", 1L << 40));

        get(states().saveCursor(juliet, "phone", (1L << 40) + 1));

        assertThat(get(states().load(juliet)).cursors()).isEqualTo(Map.of("phone", (1L << 40) + 1));
    }

    @Test
    default void a_removed_cursor_comes_back_with_a_later_id_only() {
        var juliet = UUID.randomUUID();
        get(states().saveCursors(juliet, Map.of("phone", 1L << 40, "desk", 1L << 40)));

        get(states().removeCursor(juliet, "phone", 1L << 40));
        get(states().saveCursor(juliet, "phone", 1L << 30));

        assertThat(get(states().load(juliet)).cursors()).isEqualTo(Map.of("desk", 1L << 40));

        get(states().saveCursor(juliet, "phone", 1L << 41));

        assertThat(get(states().load(juliet)).cursors()).hasSize(2);
    }

    /// Also of a room whose name is that of a device.
    @Test
    default void cursors_of_rooms_lie_beside_those_of_devices() {
        var juliet = UUID.randomUUID();
        var room = "coven@conference.capulet.example";
        var key = AccountState.roomKey(room);
        get(states().saveCursors(juliet, Map.of(key, 1L << 40, room, 5L)));
        get(states().saveCursor(juliet, key, 1L << 30));

        var cursors = get(states().load(juliet)).cursors();
        assertThat(cursors).isEqualTo(Map.of(key, 1L << 40, room, 5L));
        assertThat(cursors.keySet().stream().flatMap(each -> AccountState.roomOf(each).stream()))
                .containsExactly(room);

        get(states().removeCursor(juliet, key, 1L << 40));
        get(states().saveCursor(juliet, key, 1L << 30));
        assertThat(get(states().load(juliet)).cursors()).isEqualTo(Map.of(room, 5L));
        get(states().saveCursor(juliet, key, 1L << 41));
        assertThat(get(states().load(juliet)).cursors()).containsEntry(key, 1L << 41);
    }

    @Test
    default void what_is_taken_behind_the_cursor_is_kept_beside_it_and_grows() {
        var juliet = UUID.randomUUID();
        var after = 1L << 40;
        get(states().saveCursors(juliet, Map.of("", after - 5, AccountState.takenKey(after), after + 7)));
        get(states().saveCursor(juliet, AccountState.takenKey(after), after + (1L << 30)));
        get(states().saveCursor(juliet, AccountState.takenKey(after + (1L << 31)), after + (1L << 32)));

        var cursors = get(states().load(juliet)).cursors();
        assertThat(cursors)
                .isEqualTo(Map.of(
                        "",
                        after - 5,
                        AccountState.takenKey(after),
                        after + (1L << 30),
                        AccountState.takenKey(after + (1L << 31)),
                        after + (1L << 32)));
        assertThat(AccountState.takenAfter(AccountState.takenKey(after))).hasValue(after);
        for (var other : List.of("", "phone", AccountState.roomKey("coven@chat.example"))) {
            assertThat(AccountState.takenAfter(other)).isEmpty();
        }
        assertThat(AccountState.roomOf(AccountState.takenKey(after))).isEmpty();

        get(states().removeCursor(juliet, AccountState.takenKey(after), after + (1L << 30)));
        assertThat(get(states().load(juliet)).cursors()).hasSize(2);
    }

    @Test
    default void one_write_moves_as_many_cursors_as_there_may_be() {
        var juliet = UUID.randomUUID();
        var cursors = new HashMap<String, Long>();
        for (int i = 0; i < AccountState.CURSORS_MAX; i++) {
            cursors.put("device" + i, 5L + i);
        }

        get(states().saveCursors(juliet, cursors));

        assertThat(get(states().load(juliet)).cursors()).isEqualTo(cursors);
        cursors.put("one more", 5L);
        assertThatThrownBy(() -> states().saveCursors(juliet, cursors)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void an_erased_account_has_no_state() {
        var juliet = UUID.randomUUID();
        get(states().save(juliet, 0, puts(ROMEO)));
        get(states().saveCursor(juliet, "phone", 7));
        get(states().saveBucket(juliet, new Bucket(5, 17)));

        get(states().erase(juliet));

        assertThat(get(states().load(juliet))).isEqualTo(AccountState.NONE);
    }
}
