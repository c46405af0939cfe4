package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.hash.KeyedHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PublicationsTest {

    private static final Jid JULIET = Jid.parse("juliet@capulet.example");
    private static final Jid ROMEO = Jid.parse("romeo@montague.example");
    private static final Jid NURSE = Jid.parse("nurse@capulet.example");
    private static final Jid BALCONY = JULIET.withResource("balcony");
    private static final Jid CHAMBER = JULIET.withResource("chamber");

    private final KeyedHash hash = new KeyedHash(new byte[KeyedHash.KEY_BYTES]);
    private final Publications publications = new Publications(hash, () -> Instant.parse("2026-01-01T12:00:00Z"));
    private int asked;

    private Collection<Jid> audience() {
        asked++;
        return List.of(ROMEO);
    }

    @Test
    void the_first_presence_carries_the_audience_and_later_ones_do_not_ask_for_it() {
        publish(BALCONY, "", "1");
        var first = told();
        publish(BALCONY, "", "2");
        publish(CHAMBER, "", "3");

        assertThat(first)
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        PresenceEvent.Announced.class,
                        announced -> assertThat(announced.audience()).isEqualTo(Hashes.of(hash.of(ROMEO))));
        assertThat(told()).allSatisfy(event -> assertThat(event).isInstanceOf(PresenceEvent.Changed.class));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void a_resource_that_changes_twice_in_a_row_is_told_once() {
        publish(BALCONY, "", "1");
        publish(CHAMBER, "", "2");
        told();
        publish(BALCONY, "", "3");
        publish(BALCONY, "", "4");

        assertThat(told())
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(
                        PresenceEvent.Changed.class,
                        changed -> assertThat(changed.presence().id()).isEqualTo("4"));
    }

    @Test
    void an_account_that_never_seems_to_be_gone_is_never_told_to_be() {
        publish(BALCONY, "", "1");
        told();
        publish(CHAMBER, "", "2");
        publish(BALCONY, "unavailable", "3");
        publish(CHAMBER, "", "4");

        assertThat(told())
                .extracting(event -> ((PresenceEvent.Changed) event).presence().id())
                .containsExactly("2", "3", "4");
    }

    @Test
    void stamps_of_an_account_only_grow_also_within_a_millisecond() {
        publish(BALCONY, "", "1");
        publications.show(JULIET, NURSE);
        publications.hide(JULIET, ROMEO);
        publish(CHAMBER, "", "2");
        publications.leave(JULIET);

        var events = told();
        assertThat(events).hasSize(5);
        for (int i = 1; i < events.size(); i++) {
            assertThat(events.get(i).stamp()).isGreaterThan(events.get(i - 1).stamp());
        }
    }

    @Test
    void nothing_is_told_of_who_was_not_there_or_was_not_seen() {
        publish(BALCONY, "unavailable", "1");
        publications.show(JULIET, NURSE);
        publications.hide(JULIET, ROMEO);
        publications.leave(JULIET);
        assertThat(told()).isEmpty();

        publish(BALCONY, "", "2");
        told();
        publications.hide(JULIET, NURSE);
        publish(CHAMBER, "unavailable", "3");
        assertThat(told()).isEmpty();
    }

    @Test
    void who_is_gone_takes_no_room_and_asks_for_the_audience_anew() {
        publish(BALCONY, "", "1");
        publish(BALCONY, "unavailable", "2");
        told();
        assertThat(publications.accounts()).isZero();

        publish(BALCONY, "", "3");
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void who_is_back_before_it_was_told_is_not_seen_to_go() {
        publish(BALCONY, "", "1");
        told();
        publish(BALCONY, "unavailable", "2");
        publish(BALCONY, "", "3");

        assertThat(told())
                .singleElement()
                .isInstanceOfSatisfying(
                        PresenceEvent.Changed.class,
                        changed -> assertThat(changed.presence().id()).isEqualTo("3"));
        assertThat(asked).isEqualTo(1);
        assertThat(publications.accounts()).isEqualTo(1);
    }

    /// Who is told that nothing is left forgets the account, and knows nothing that a change could be one of.
    @Test
    void who_is_back_with_another_resource_before_it_was_told_is_announced_anew() {
        publish(BALCONY, "", "1");
        publications.show(JULIET, NURSE);
        told();
        publish(BALCONY, "unavailable", "2");
        publish(CHAMBER, "", "3");

        var events = told();
        assertThat(events).hasSize(2);
        assertThat(events.getFirst()).isInstanceOf(PresenceEvent.Changed.class);
        assertThat(events.getLast()).isInstanceOfSatisfying(PresenceEvent.Announced.class, announced -> {
            assertThat(announced.current()).extracting(Stanza::id).containsExactly("3");
            assertThat(announced.audience()).isEqualTo(Hashes.of(hash.of(ROMEO), hash.of(NURSE)));
        });
    }

    @Test
    void an_account_of_which_another_publisher_says_a_last_word_with_a_later_stamp_is_announced_above_it() {
        publish(BALCONY, "", "1");
        var own = told().getFirst().stamp();

        publications.heard(List.of(new PresenceEvent.Left(hash.of(JULIET), own - 1)));
        assertThat(told()).isEmpty();

        publications.heard(List.of(new PresenceEvent.Left(hash.of(JULIET), own + 1_000)));
        assertThat(told())
                .singleElement()
                .isInstanceOfSatisfying(
                        PresenceEvent.Announced.class,
                        announced -> assertThat(announced.stamp()).isGreaterThan(own + 1_000));
    }

    @Test
    void two_publishers_that_announce_one_account_do_not_answer_each_other() {
        publish(BALCONY, "", "1");
        var own = told().getFirst();

        publications.heard(
                List.of(new PresenceEvent.Announced(own.account(), own.stamp() + 1_000, List.of(), Hashes.NONE)));
        assertThat(told()).isEmpty();
        publish(BALCONY, "", "2");
        assertThat(told().getFirst().stamp()).isGreaterThan(own.stamp() + 1_000);
    }

    @Test
    void a_moved_part_of_the_directory_gets_all_that_is_shown_by_its_accounts() {
        publish(BALCONY, "", "1");
        publish(CHAMBER, "", "2");
        publications.show(JULIET, NURSE);
        publications.publish(ROMEO.withResource("orchard"), presence(ROMEO.withResource("orchard"), "", "3"), List::of);

        var announced = publications.announce(account -> account == hash.of(JULIET));
        assertThat(announced).hasSize(1);
        assertThat(announced.getFirst())
                .hasSize(1)
                .first()
                .isInstanceOfSatisfying(PresenceEvent.Announced.class, one -> {
                    assertThat(one.current()).hasSize(2);
                    assertThat(one.audience()).isEqualTo(Hashes.of(hash.of(ROMEO), hash.of(NURSE)));
                });
    }

    @Test
    void batches_are_cut_at_their_bounds() {
        for (int i = 0; i <= PresenceBatch.EVENTS_MAX; i++) {
            publish(Jid.parse("p" + i + "@verona.example/x"), "", "1");
        }
        assertThat(publications.takeUntold()).extracting(List::size).containsExactly(PresenceBatch.EVENTS_MAX, 1);

        for (int i = 0; i < 3; i++) {
            var full = Jid.parse("q" + i + "@verona.example/x");
            publications.publish(
                    full,
                    Stanza.parse("<presence from='" + full + "'><status>" + "x".repeat(PresenceBatch.BYTES_MAX / 2)
                            + "</status></presence>"),
                    this::audience);
        }
        assertThat(publications.takeUntold()).extracting(List::size).containsExactly(1, 1, 1);
    }

    private void publish(Jid full, String type, String id) {
        publications.publish(full, presence(full, type, id), this::audience);
    }

    private static Stanza presence(Jid full, String type, String id) {
        return Stanza.presence(full, null, type).withId(id);
    }

    private List<PresenceEvent> told() {
        var all = new ArrayList<PresenceEvent>();
        publications.takeUntold().forEach(all::addAll);
        return all;
    }
}
