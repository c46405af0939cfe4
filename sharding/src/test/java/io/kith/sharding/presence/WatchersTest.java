package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What a client may have missed on a connection that is gone before anybody knows.
final class WatchersTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final NodeId NODE = new NodeId("verona:2552", 1);
    private static final EdgeAddress CONNECTION = new EdgeAddress("verona:2552", 1, 1);
    private static final Jid JULIET = Jid.parse("juliet@capulet.example/balcony");
    private static final long JULIETS = 1;
    private static final long FRIENDS = 1_000;

    private final List<String> written = new ArrayList<>();
    private final Watchers watchers = new Watchers((_, presence) -> written.add(presence.type()), new Random(1));
    private long stamp;

    private static Jid friend(long number) {
        return Jid.parse("friend" + number + "@montague.example/home");
    }

    private void comes(long number) {
        var here = Stanza.presence(friend(number), null, "");
        watchers.apply(
                NODE, new PresenceEvent.Announced(FRIENDS + number, ++stamp, List.of(here), Hashes.of(JULIETS)), NOW);
    }

    private void goes(long number) {
        var gone = Stanza.presence(friend(number), null, "unavailable");
        watchers.apply(NODE, new PresenceEvent.Changed(FRIENDS + number, ++stamp, gone), NOW);
    }

    @Test
    void who_left_lately_is_among_what_a_parked_client_was_shown_and_who_left_earlier_is_not() {
        watchers.login(CONNECTION, JULIETS, JULIET, Hashes.of(FRIENDS + 1, FRIENDS + 2));
        watchers.expire(NOW);
        comes(1);
        comes(2);
        goes(1);
        assertThat(watchers.seen(CONNECTION, JULIETS)).containsExactlyInAnyOrder(friend(1), friend(2));

        watchers.expire(NOW.plus(Watchers.MAY_BE_LOST).minusMillis(1));
        assertThat(watchers.seen(CONNECTION, JULIETS)).containsExactlyInAnyOrder(friend(1), friend(2));
        watchers.expire(NOW.plus(Watchers.MAY_BE_LOST));
        assertThat(watchers.seen(CONNECTION, JULIETS)).containsExactly(friend(2));
    }

    @Test
    void of_those_who_left_as_many_are_remembered_as_the_bound_allows() {
        watchers.login(CONNECTION, JULIETS, JULIET, Hashes.of(FRIENDS + 1, FRIENDS + 2));
        watchers.expire(NOW);
        comes(1);
        goes(1);
        for (var times = 1; times < Watchers.DEPARTURES_MAX; times++) {
            comes(2);
            goes(2);
        }
        assertThat(watchers.seen(CONNECTION, JULIETS)).containsExactlyInAnyOrder(friend(1), friend(2));
        comes(2);
        goes(2);
        assertThat(watchers.seen(CONNECTION, JULIETS)).containsExactly(friend(2));
    }

    /// The directory may know what its publisher says later than the former one's last word.
    @Test
    void what_the_directory_knew_does_not_end_by_an_earlier_publishers_last_word() {
        var asked = new Question(JULIETS, watchers.login(CONNECTION, JULIETS, JULIET, Hashes.of(FRIENDS + 1)));
        comes(1);
        var here = Stanza.presence(friend(1), null, "");
        var moved = new Found(
                FRIENDS + 1, new NodeId("mantua:2552", 1), stamp + 10, List.of(here), List.of(), Hashes.of(JULIETS));
        watchers.answered(List.of(asked), watchers.stamps(List.of(asked)), List.of(moved), NOW);

        watchers.apply(NODE, new PresenceEvent.Left(FRIENDS + 1, ++stamp), NOW);

        assertThat(watchers.lingering()).isZero();
    }

    @Test
    void who_sees_a_contact_by_the_word_of_another_publisher_than_goes_on_has_to_ask() {
        var asked = new Question(JULIETS, watchers.login(CONNECTION, JULIETS, JULIET, Hashes.of(FRIENDS + 1)));
        watchers.answered(List.of(asked), watchers.stamps(List.of(asked)), List.of(), NOW);
        comes(1);
        var now = Stanza.presence(friend(1), null, "").withId("2");

        var questions =
                watchers.apply(new NodeId("mantua:2552", 1), new PresenceEvent.Changed(FRIENDS + 1, ++stamp, now), NOW);

        assertThat(questions).containsExactly(new Question(JULIETS, Hashes.of(FRIENDS + 1)));
        watchers.answered(questions, watchers.stamps(questions), List.of(), NOW);
        assertThat(watchers.seen(CONNECTION, JULIETS)).containsExactly(friend(1)); // as gone
        assertThat(watchers.contacts()).isZero();
    }

    @Test
    void who_comes_before_a_question_is_put_is_seen_though_the_directory_has_not_heard_of_it_yet() {
        var asked = new Question(JULIETS, watchers.login(CONNECTION, JULIETS, JULIET, Hashes.of(FRIENDS + 1)));
        comes(1);
        watchers.answered(List.of(asked), watchers.stamps(List.of(asked)), List.of(), NOW);
        assertThat(written).containsExactly("");

        goes(1);
        assertThat(written).containsExactly("", "unavailable");
        assertThat(watchers.contacts()).isZero();
    }

    @Test
    void who_is_shown_to_one_more_before_that_has_asked_is_seen_though_the_directory_has_not_heard_of_it_yet() {
        watchers.login(CONNECTION, JULIETS, JULIET, Hashes.NONE);
        var asked = new Question(JULIETS, watchers.watch(JULIETS, FRIENDS + 1));
        var here = Stanza.presence(friend(1), null, "");
        watchers.apply(NODE, new PresenceEvent.Shown(FRIENDS + 1, ++stamp, JULIETS, List.of(here)), NOW);

        watchers.answered(List.of(asked), watchers.stamps(List.of(asked)), List.of(), NOW);
        assertThat(written).containsExactly("");
    }

    /// A directory may hear a batch before the hub of its node does.
    @Test
    void whom_the_directory_knows_to_see_a_contact_is_not_shut_out_by_what_comes_late() {
        var asked = List.of(new Question(JULIETS, watchers.login(CONNECTION, JULIETS, JULIET, Hashes.of(FRIENDS + 1))));
        var here = Stanza.presence(friend(1), null, "");
        var found = new Found(FRIENDS + 1, NODE, 10, List.of(here), List.of(), Hashes.of(JULIETS));
        watchers.answered(asked, watchers.stamps(asked), List.of(found), NOW);

        var again = watchers.apply(NODE, new PresenceEvent.Announced(FRIENDS + 1, 5, List.of(here), Hashes.NONE), NOW);
        assertThat(again).isEqualTo(asked);
        watchers.apply(NODE, new PresenceEvent.Shown(FRIENDS + 1, 10, JULIETS, List.of(here)), NOW);
        watchers.answered(again, watchers.stamps(again), List.of(found), NOW);
        assertThat(written).containsExactly("");
    }

    @Test
    void who_is_shut_out_indeed_sees_the_contact_go_when_the_directory_has_said_so() {
        var asked = List.of(new Question(JULIETS, watchers.login(CONNECTION, JULIETS, JULIET, Hashes.of(FRIENDS + 1))));
        var here = Stanza.presence(friend(1), null, "");
        var found = new Found(FRIENDS + 1, NODE, 10, List.of(here), List.of(), Hashes.of(JULIETS));
        watchers.answered(asked, watchers.stamps(asked), List.of(found), NOW);

        var again = watchers.apply(NODE, new PresenceEvent.Announced(FRIENDS + 1, 9, List.of(here), Hashes.NONE), NOW);
        watchers.answered(again, watchers.stamps(again), List.of(), NOW);
        assertThat(written).containsExactly("", "unavailable");
        assertThat(watchers.contacts()).isZero();
    }
}
