package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DirectedPresenceTest {

    private static final Jid ROOM = Jid.parse("masquerade@rooms.capulet.example/romeo");
    private static final Jid NURSE = Jid.parse("nurse@capulet.example");
    private static final Stanza HERE = Stanza.parse("<presence/>");
    private static final Stanza GONE = Stanza.parse("<presence type='unavailable' from='romeo@montague.example/o'/>");

    private final DirectedPresence directed = new DirectedPresence();

    @Test
    void what_was_shown_is_undone_once() {
        directed.sends(HERE, ROOM);
        directed.sends(HERE, NURSE);
        directed.sends(HERE, NURSE);

        assertThat(directed.undo(GONE, _ -> false)).containsExactly(GONE.withTo(ROOM), GONE.withTo(NURSE));
        assertThat(directed.undo(GONE, _ -> false)).isEmpty();
    }

    @Test
    void what_the_broadcast_reaches_is_not_told_twice() {
        directed.sends(HERE, ROOM);
        directed.sends(HERE, NURSE.withResource("kitchen"));

        assertThat(directed.undo(GONE, NURSE::equals)).containsExactly(GONE.withTo(ROOM));
    }

    @Test
    void what_the_client_took_back_itself_or_what_is_gone_is_not_undone() {
        directed.sends(HERE, ROOM);
        directed.sends(HERE.withType("unavailable"), ROOM);
        directed.sends(HERE, NURSE);
        directed.forget(NURSE);

        assertThat(directed.undo(GONE, _ -> false)).isEmpty();
    }

    @Test
    void subscriptions_and_probes_show_nothing() {
        directed.sends(HERE.withType("subscribe"), NURSE);
        directed.sends(HERE.withType("probe"), NURSE);

        assertThat(directed.size()).isZero();
    }

    @Test
    void who_was_shown_one_resource_counts_as_seeing_the_session() {
        directed.sends(HERE, ROOM);

        assertThat(directed.shows(ROOM)).isTrue();
        assertThat(directed.shows(ROOM.bare())).isTrue();
        assertThat(directed.shows(NURSE)).isFalse();
    }

    @Test
    void a_session_shows_itself_to_a_bounded_number() {
        for (int i = 0; i < DirectedPresence.ADDRESSES_MAX; i++) {
            assertThat(directed.sends(HERE, Jid.parse("p" + i + "@verona.example")))
                    .isTrue();
        }

        assertThat(directed.sends(HERE, NURSE)).isFalse();
        assertThat(directed.sends(HERE, Jid.parse("p0@verona.example"))).isTrue();
        assertThat(directed.sends(HERE.withType("unavailable"), NURSE)).isTrue();
        assertThat(directed.size()).isEqualTo(DirectedPresence.ADDRESSES_MAX);
    }

    @Test
    void what_another_has_remembered_is_taken_up_to_the_bound() {
        var many = IntStream.rangeClosed(0, DirectedPresence.ADDRESSES_MAX)
                .mapToObj(number -> NURSE.bare().withResource("r" + number))
                .toList();
        directed.restore(many);
        assertThat(directed.all()).isEqualTo(many.subList(0, DirectedPresence.ADDRESSES_MAX));
    }
}
