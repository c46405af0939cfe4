package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.edge.Sight;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A connection that goes while its account has no owner, or one that does not know the session yet.
final class PartingTest {

    private static final Jid HALL = Jid.parse("hall@" + World.ROOMS);

    private final World world = new World(7);
    private final Client juliet = julietInTheHall();

    private Client julietInTheHall() {
        world.account("juliet");
        var client = world.connect("juliet", "balcony");
        client.send("<presence/>");
        client.send("<presence to='" + HALL + "/juliet'/>");
        client.rooms.add(new RoomPosition(HALL.withResource("juliet"), 42, Sight.EVERYBODY));
        world.settle();
        return client;
    }

    @Test
    void a_session_that_ends_before_its_new_owner_knows_it_leaves_its_rooms() {
        world.ownerDies("juliet");
        juliet.leave();
        world.pass(Duration.ofSeconds(2));

        assertThat(left()).containsExactly("juliet@verona.example/balcony");
        assertThat(owner().sessions.isEmpty()).isTrue();
    }

    @Test
    void a_session_that_is_parked_before_its_new_owner_knows_it_is_resumed() {
        juliet.manage();
        world.ownerDies("juliet");
        juliet.drop();
        world.pass(Duration.ofSeconds(2));
        juliet.resume();
        world.settle();

        assertThat(juliet.heard.getLast()).isNotInstanceOf(EdgeMessage.ResumeFailed.class);
        assertThat(juliet.epoch).isPositive();
        assertThat(left()).isEmpty();
    }

    @Test
    void what_it_said_last_is_said_by_its_new_owner() {
        world.account("romeo");
        var romeo = world.connect("romeo", "orchard");
        romeo.send("<presence/>");
        world.settle();
        world.ownerDies("juliet");
        juliet.say("romeo", "adieu");
        juliet.leave();
        world.pass(Duration.ofSeconds(2));

        assertThat(romeo.bodies()).containsExactly("adieu");
        assertThat(left()).hasSize(1);
    }

    @Test
    void a_question_that_is_asked_twice_has_one_answer() {
        world.ownerDies("juliet");
        juliet.hear(juliet.here(), new EdgeMessage.Moving(juliet.epoch));
        juliet.reattach();
        world.settle();

        assertThat(owner().sessions.at(juliet.here(), juliet.epoch))
                .as("the session in the epoch that its connection knows")
                .isNotNull();
    }

    @Test
    void the_rooms_of_a_session_are_left_when_its_client_is_back_in_another() {
        world.ownerDies("juliet");
        var late = juliet.here();
        juliet.deaf = true;
        var again = world.connect("juliet", "balcony");
        juliet.deaf = false;
        juliet.hear(late, new EdgeMessage.Moving(juliet.epoch));
        world.settle();

        assertThat(again.full).isEqualTo(juliet.full);
        assertThat(left()).containsExactly("juliet@verona.example/balcony");
    }

    @Test
    void a_last_word_that_is_said_twice_ends_the_session_once() {
        world.weather = new World.Weather(0, 1_000, 0);
        juliet.leave();
        world.pass(Duration.ofSeconds(2));

        assertThat(left()).hasSize(1);
    }

    @Test
    void a_session_that_hears_when_it_is_back_that_it_was_put_out_of_a_room_does_not_go_back_there() {
        juliet.manage();
        juliet.drop();
        world.settle();
        putOut();
        world.settle();
        juliet.resume();
        world.settle();

        assertOutForGood();
    }

    @Test
    void nor_does_one_that_was_told_so_while_its_connection_was_being_lost() {
        juliet.manage();
        juliet.deaf = true;
        putOut();
        world.settle();
        juliet.deaf = false;
        dropsAndResumes();

        assertOutForGood();
    }

    @Test
    void nor_does_one_whose_lost_connection_had_the_word_already() {
        juliet.manage();
        juliet.isWritten(putOutOfTheHall());
        dropsAndResumes();

        assertOutForGood();
    }

    @Test
    void one_that_was_not_put_out_goes_back() {
        juliet.manage();
        dropsAndResumes();

        assertThat(backInTheHall()).isEqualTo(1);
    }

    private void dropsAndResumes() {
        juliet.drop();
        world.settle();
        juliet.resume();
        world.settle();
    }

    /// It was told why, once, and did not go back.
    private void assertOutForGood() {
        assertThat(juliet.got).filteredOn(one -> one.toXml().contains("307")).hasSize(1);
        assertThat(backInTheHall()).isZero();
    }

    private void putOut() {
        world.says(HALL, putOutOfTheHall(), World.jid("juliet"));
    }

    private static Stanza putOutOfTheHall() {
        return Stanza.parse("<presence type='unavailable' from='" + HALL + "/juliet' to='"
                + World.jid("juliet").withResource("balcony") + "'><x xmlns='http://jabber.org/protocol/muc#user'>"
                + "<status code='110'/><status code='307'/></x></presence>");
    }

    /// How often it has shown itself there, but for the first time.
    private long backInTheHall() {
        return world.heardIn(HALL).stream().filter(one -> one.isType("")).count() - 1;
    }

    private Owner owner() {
        var owner = world.owner("juliet");
        assertThat(owner).isNotNull();
        return owner;
    }

    private List<String> left() {
        return world.heardIn(HALL).stream()
                .filter(stanza -> stanza.isType("unavailable"))
                .map(Stanza::from)
                .map(String::valueOf)
                .toList();
    }
}
