package io.kith.sharding.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkSenderTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final LinkBounds<String> BOUNDS = new LinkBounds<>(3, 20, String::length, Duration.ofSeconds(1));

    private final LinkSender<String> sender = new LinkSender<>(7, BOUNDS);

    @Test
    void numbers_what_it_is_offered_from_one() {
        assertThat(sender.offer("Romeo,")).isEqualTo(new Offered.Numbered<>(7, 1, "Romeo,"));
        assertThat(sender.offer("Romeo!")).isEqualTo(new Offered.Numbered<>(7, 2, "Romeo!"));
    }

    @Test
    void keeps_as_many_messages_as_the_bound_and_refuses_the_next() {
        offer("a", "b", "c");

        assertThat(sender.offer("d")).isEqualTo(new Offered.Full<>());
        assertThat(sender.unconfirmed()).containsExactly("a", "b", "c");
        assertThat(sender.last()).isEqualTo(3);
    }

    @Test
    void keeps_as_many_bytes_as_the_bound_and_refuses_the_next() {
        offer("ten bytes.", "nine byte");

        assertThat(sender.offer("12")).isEqualTo(new Offered.Full<>());
        assertThat(sender.offer("1")).isEqualTo(new Offered.Numbered<>(7, 3, "1"));
        assertThat(sender.unconfirmedBytes()).isEqualTo(20);
    }

    @Test
    void lets_a_message_heavier_than_the_bound_go_alone() {
        assertThat(sender.offer("O, swear not by the moon")).isInstanceOf(Offered.Numbered.class);
        assertThat(sender.offer("!")).isEqualTo(new Offered.Full<>());
    }

    @Test
    void forgets_what_is_confirmed_and_has_room_again() {
        offer("a", "b", "c");

        assertThat(sender.confirm(7, 2)).isEqualTo(2);
        assertThat(sender.unconfirmed()).containsExactly("c");
        assertThat(sender.offer("d")).isEqualTo(new Offered.Numbered<>(7, 4, "d"));
    }

    @Test
    void keeps_no_queue_once_all_is_confirmed() {
        offer("a", "b");
        assertThat(sender.isIdle()).isFalse();

        sender.confirm(7, 2);

        assertThat(sender.isIdle()).isTrue();
        assertThat(sender.unconfirmedBytes()).isZero();
    }

    @Test
    void ignores_confirmations_that_are_old_or_foreign_or_of_what_was_never_sent() {
        offer("a", "b");
        sender.confirm(7, 1);

        assertThat(sender.confirm(7, 1)).isZero();
        assertThat(sender.confirm(6, 2)).isZero();
        assertThat(sender.confirm(8, 2)).isZero();
        assertThat(sender.confirm(7, 3)).isZero();
        assertThat(sender.unconfirmed()).containsExactly("b");
    }

    @Test
    void resends_in_order_from_the_gap_on() {
        offer("a", "b", "c");

        assertThat(sender.onGap(7, 2).orElseThrow().first()).isEqualTo(2);
        assertThat(sender.onGap(7, 2).orElseThrow().messages()).containsExactly("b", "c");
    }

    @Test
    void tells_a_receiver_that_lost_its_state_where_to_start() {
        offer("a", "b", "c");
        sender.confirm(7, 1);

        assertThat(sender.onGap(7, Gap.UNKNOWN))
                .contains(new Resend<>(new Announcement(7, 7, 2, 1), 2, List.of("b", "c")));
    }

    @Test
    void ignores_a_gap_of_another_epoch_or_of_what_was_never_sent() {
        offer("a");

        assertThat(sender.onGap(6, 1)).isEmpty();
        assertThat(sender.onGap(7, 2)).isEmpty();
    }

    @Test
    void sends_everything_unconfirmed_again_under_a_new_epoch_and_goes_on_counting() {
        offer("a", "b");
        sender.confirm(7, 1);

        var again = sender.newEpoch(9);

        assertThat(again.opening()).isEqualTo(new Announcement(9, 7, 2, 1));
        assertThat(again.first()).isEqualTo(2);
        assertThat(again.messages()).containsExactly("b");
        assertThat(sender.offer("c")).isEqualTo(new Offered.Numbered<>(9, 3, "c"));
    }

    @Test
    void still_heeds_what_the_old_epoch_confirms() {
        offer("a", "b");
        sender.newEpoch(9);

        assertThat(sender.confirm(7, 2)).isEqualTo(2);
    }

    @Test
    void refuses_an_epoch_that_is_not_higher() {
        assertThatThrownBy(() -> sender.newEpoch(7)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void gives_the_new_place_of_a_moving_receiver_what_the_old_one_did_not_confirm() {
        offer("a", "b", "c");

        var again = sender.moving(new Moving(7, 2));

        assertThat(again.first()).isEqualTo(3);
        assertThat(again.messages()).containsExactly("c");
    }

    @Test
    void announces_itself_once_per_silence_while_something_is_unconfirmed() {
        offer("a", "b");

        assertThat(sender.tick(NOON)).isEmpty();
        assertThat(sender.tick(NOON.plusMillis(999))).isEmpty();
        assertThat(sender.tick(NOON.plusMillis(1000))).contains(new Announcement(7, 7, 1, 2));
        assertThat(sender.tick(NOON.plusMillis(1001))).isEmpty();
        assertThat(sender.tick(NOON.plusMillis(2000))).isPresent();
    }

    @Test
    void is_not_silent_while_confirmations_come_and_not_spared_by_new_messages() {
        offer("a", "b");
        assertThat(sender.tick(NOON)).isEmpty();
        sender.confirm(7, 1);
        assertThat(sender.tick(NOON.plusMillis(1500))).isEmpty();

        offer("c");

        assertThat(sender.tick(NOON.plusMillis(2500))).isPresent();
    }

    @Test
    void announces_nothing_while_idle() {
        offer("a");
        sender.confirm(7, 1);

        assertThat(sender.tick(NOON)).isEmpty();
        assertThat(sender.tick(NOON.plusSeconds(60))).isEmpty();
        assertThat(sender.announcement()).isEqualTo(new Announcement(7, 7, 2, 1));
    }

    @Test
    void goes_on_where_a_resumed_session_stopped() {
        var resumed = new LinkSender<>(8, 41, BOUNDS);

        assertThat(resumed.offer("a")).isEqualTo(new Offered.Numbered<>(8, 42, "a"));
    }

    private void offer(String... messages) {
        for (var message : messages) {
            assertThat(sender.offer(message)).isInstanceOf(Offered.Numbered.class);
        }
    }
}
