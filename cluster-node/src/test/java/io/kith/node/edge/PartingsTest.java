package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Out;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.edge.Sight;
import io.kith.sharding.session.UserSession;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartingsTest {

    private static final long EPOCH = 7;
    private static final long NEXT = 9;
    private static final Jid JULIET = Jid.parse("juliet@capulet.example/balcony");
    private static final EdgeAddress EDGE = new EdgeAddress("verona:2552", 5, 1);
    private static final UserSession.Detach WORD = new UserSession.Detach(EDGE, EPOCH, true, 3);

    private final FakeOwners owners = new FakeOwners();
    private final Partings partings = new Partings(owners);

    @Test
    void a_last_word_is_said_until_it_is_heard() {
        add(1, WORD, false);
        partings.tick(Partings.AGAIN_MILLIS - 1);
        assertThat(owners.heard).hasSize(1);
        partings.tick(Partings.AGAIN_MILLIS);
        assertThat(owners.heard).containsExactly(WORD, WORD);

        assertThat(partings.told(1, new EdgeMessage.Parted(EPOCH))).isTrue();
        partings.tick(2 * Partings.AGAIN_MILLIS);
        assertThat(owners.heard).hasSize(2);
        assertThat(partings.told(1, new EdgeMessage.Parted(EPOCH))).isFalse();
    }

    @Test
    void an_owner_that_does_not_know_the_session_is_given_it_first() {
        add(1, WORD, false);
        partings.told(1, new EdgeMessage.Moving(EPOCH));
        assertThat(owners.last(UserSession.Reattach.class)).isEqualTo(offer(1));
        partings.told(1, new EdgeMessage.Reattached(NEXT, 1));

        assertThat(owners.last(UserSession.Inbound.class))
                .isEqualTo(new UserSession.Inbound(EDGE, NEXT, 2, List.of(message("two"))));
        assertThat(owners.heard.getLast()).isEqualTo(new UserSession.Detach(EDGE, NEXT, true, 0));
    }

    @Test
    void a_session_on_its_way_to_an_owner_is_offered_again_before_it_is_parked_there() {
        var unacked = List.of(new Out(message("for her"), 12));
        add(1, new UserSession.Park(EDGE, EPOCH, 0, 300, 40, 2, unacked, true, List.of()), true);
        assertThat(owners.heard).containsExactly(offer(1));
        partings.told(1, new EdgeMessage.Reattached(NEXT, 2));

        assertThat(owners.heard.getLast())
                .isEqualTo(new UserSession.Park(EDGE, NEXT, 0, 300, 2, 2, unacked, true, List.of()));
        assertThat(owners.all(UserSession.Inbound.class)).isEmpty();
    }

    @Test
    void an_owner_that_dies_after_it_took_the_session_has_a_successor() {
        add(1, WORD, false);
        partings.told(1, new EdgeMessage.Moving(EPOCH));
        partings.told(1, new EdgeMessage.Reattached(NEXT, 2));
        partings.told(1, new EdgeMessage.Moving(NEXT));
        assertThat(owners.heard.getLast()).isEqualTo(offer(1));
        partings.told(1, new EdgeMessage.Reattached(NEXT + 1, 2));

        assertThat(owners.heard.getLast()).isEqualTo(new UserSession.Detach(EDGE, NEXT + 1, true, 0));
    }

    @Test
    void a_session_that_an_owner_does_not_take_is_over() {
        add(1, WORD, true);
        partings.told(1, new EdgeMessage.AttachRefused(StanzaError.CONFLICT));

        assertThat(partings.size()).isZero();
    }

    @Test
    void nobody_is_told_for_ever() {
        add(1, WORD, false);
        partings.tick(Partings.KEPT_MILLIS - 1);
        assertThat(partings.size()).isOne();
        var said = owners.heard.size();
        partings.tick(Partings.KEPT_MILLIS);

        assertThat(partings.size()).isZero();
        assertThat(owners.heard).hasSize(said);
    }

    @Test
    void what_is_kept_is_bounded_and_the_rest_is_said_once() {
        for (var connection = 1; connection <= Partings.KEPT_MAX + 1; connection++) {
            add(connection, WORD, false);
        }

        assertThat(partings.size()).isEqualTo(Partings.KEPT_MAX);
        assertThat(owners.heard).hasSize(Partings.KEPT_MAX + 1);
    }

    private void add(long connection, UserSession.Wire word, boolean moving) {
        var unhandled = List.of(new InboundLink.Numbered(1, List.of(message("one"), message("two"))));
        partings.add(JULIET.bare(), new Parting(offer(connection), unhandled, word, moving), 0);
    }

    private static UserSession.Reattach offer(long connection) {
        return new UserSession.Reattach(
                new EdgeAddress(EDGE.node(), EDGE.incarnation(), connection),
                EPOCH,
                "s1",
                JULIET,
                "",
                -1,
                0,
                0,
                12,
                List.of(0L, 12L),
                true,
                "",
                null,
                List.of(),
                List.of(new RoomPosition(Jid.parse("hall@conference.capulet.example/juliet"), 42, Sight.EVERYBODY)));
    }

    private static Stanza message(String id) {
        return Stanza.parse("<message id='" + id + "'/>");
    }
}
