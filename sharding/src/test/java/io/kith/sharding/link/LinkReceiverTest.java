package io.kith.sharding.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkReceiverTest {

    private final LinkReceiver<String> receiver = new LinkReceiver<>();

    @Test
    void accepts_what_comes_in_order_from_one() {
        assertThat(receiver.receive(7, 1, "a")).isEqualTo(accept("a"));
        assertThat(receiver.receive(7, 2, "b")).isEqualTo(accept("b"));
    }

    @Test
    void drops_what_it_had_and_confirms_it_again() {
        receiver.receive(7, 1, "a");
        receiver.confirmation();

        assertThat(receiver.receive(7, 1, "a")).isEqualTo(new Received.Duplicate<>());
        assertThat(receiver.confirmation()).contains(new Confirmation(7, 1));
    }

    @Test
    void cuts_off_the_part_of_a_batch_that_it_had() {
        receiver.receive(7, 1, List.of("a", "b"));

        assertThat(receiver.receive(7, 1, List.of("a", "b", "c", "d"))).isEqualTo(accept("c", "d"));
        assertThat(receiver.receive(7, 3, List.of("c", "d"))).isEqualTo(new Received.Duplicate<>());
    }

    @Test
    void finds_nothing_in_an_empty_batch() {
        assertThat(receiver.receive(7, 1, List.of())).isEqualTo(new Received.Duplicate<>());
    }

    @Test
    void asks_once_for_what_is_missing() {
        receiver.receive(7, 1, "a");

        assertThat(receiver.receive(7, 3, "c")).isEqualTo(missing(7, 2));
        assertThat(receiver.receive(7, 4, "d")).isEqualTo(new Received.Early<>());
        assertThat(receiver.receive(7, 2, List.of("b", "c", "d"))).isEqualTo(accept("b", "c", "d"));
        assertThat(receiver.receive(7, 6, "f")).isEqualTo(missing(7, 5));
    }

    @Test
    void asks_again_when_an_announcement_shows_that_nothing_came() {
        receiver.receive(7, 1, "a");
        receiver.receive(7, 3, "c");

        assertThat(receiver.announced(new Announcement(7, 7, 1, 3))).isEqualTo(missing(7, 2));
    }

    @Test
    void confirms_again_when_an_announcement_shows_that_the_sender_does_not_know() {
        receiver.receive(7, 1, "a");
        receiver.confirmation();

        assertThat(receiver.announced(new Announcement(7, 7, 1, 1))).isEqualTo(new Received.Duplicate<>());
        assertThat(receiver.confirmation()).contains(new Confirmation(7, 1));
    }

    @Test
    void confirms_many_with_one_and_nothing_twice() {
        assertThat(receiver.confirmation()).isEmpty();
        receiver.receive(7, 1, List.of("a", "b"));
        receiver.receive(7, 3, "c");

        assertThat(receiver.confirmation()).contains(new Confirmation(7, 3));
        assertThat(receiver.confirmation()).isEmpty();
    }

    @Test
    void asks_where_an_epoch_starts_that_it_does_not_know() {
        assertThat(receiver.receive(7, 57, "z")).isEqualTo(missing(7, Gap.UNKNOWN));
        assertThat(receiver.announced(new Announcement(7, 7, 55, 54))).isEqualTo(new Received.Duplicate<>());
        assertThat(receiver.receive(7, 55, List.of("x", "y", "z"))).isEqualTo(accept("x", "y", "z"));
    }

    @Test
    void refuses_a_lower_epoch_and_names_its_own() {
        receiver.receive(7, 1, "a");

        assertThat(receiver.receive(6, 2, "b")).isEqualTo(new Received.StaleEpoch<>(7));
        assertThat(receiver.announced(new Announcement(6, 6, 1, 2))).isEqualTo(new Received.StaleEpoch<>(7));
    }

    @Test
    void counts_anew_for_a_sender_that_started_anew() {
        receiver.receive(7, 1, List.of("a", "b"));

        assertThat(receiver.receive(8, 1, "c")).isEqualTo(missing(8, Gap.UNKNOWN));
        receiver.announced(new Announcement(8, 8, 1, 0));

        assertThat(receiver.receive(8, 1, "c")).isEqualTo(accept("c"));
    }

    @Test
    void goes_on_counting_for_a_sender_that_only_changed_its_epoch() {
        receiver.receive(7, 1, List.of("a", "b"));
        receiver.announced(new Announcement(8, 7, 1, 0));

        assertThat(receiver.receive(8, 1, List.of("a", "b", "c"))).isEqualTo(accept("c"));
    }

    @Test
    void skips_what_the_receiver_before_it_has_confirmed() {
        receiver.receive(7, 1, "a");

        receiver.announced(new Announcement(7, 7, 5, 4));

        assertThat(receiver.receive(7, 5, "e")).isEqualTo(accept("e"));
    }

    @Test
    void starts_where_an_attach_said() {
        var attached = new LinkReceiver<String>(7, 42);

        assertThat(attached.receive(7, 41, "old")).isEqualTo(new Received.Duplicate<>());
        assertThat(attached.receive(7, 42, "new")).isEqualTo(accept("new"));
    }

    @Test
    void says_on_moving_how_far_it_came() {
        receiver.receive(7, 1, List.of("a", "b"));

        assertThat(receiver.moving()).isEqualTo(new Moving(7, 2));
    }

    private static Received<String> accept(String... messages) {
        return new Received.Accept<>(List.of(messages));
    }

    private static Received<String> missing(long epoch, long from) {
        return new Received.Missing<>(new Gap(epoch, from));
    }
}
