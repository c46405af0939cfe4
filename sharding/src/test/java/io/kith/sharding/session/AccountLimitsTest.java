package io.kith.sharding.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.rate.Rate;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What one account may do in a time, seen from its clients.
final class AccountLimitsTest {

    private static final Rate TEN = new Rate(10, Duration.ofSeconds(1));
    private static final String PING = "<iq type='get' id='p' to='verona.example'><ping xmlns='urn:xmpp:ping'/></iq>";

    private final World world = new World(1);

    @BeforeEach
    void accounts() {
        world.account("juliet");
        world.account("romeo");
    }

    @Test
    void beyond_the_stanzas_of_an_account_none_of_its_sessions_learns_that_more_was_taken_for_a_while() {
        world.limits.use(new AccountLimits.Limits(TEN, Rate.UNLIMITED, Rate.UNLIMITED));
        var balcony = world.connect("juliet", "balcony");
        var chamber = world.connect("juliet", "chamber");
        var romeo = world.connect("romeo", "orchard");

        ping(balcony, 5);
        ping(chamber, 5);
        world.pass(Duration.ofMillis(1));
        assertThat(balcony.accepted).isEqualTo(5);
        assertThat(chamber.accepted).isEqualTo(5);
        assertThat(world.limits.heldBack()).isZero();

        ping(balcony, 2);
        ping(chamber, 1);
        ping(romeo, 10);
        world.pass(Duration.ofMillis(90));
        assertThat(balcony.accepted).isEqualTo(5);
        assertThat(chamber.accepted).isEqualTo(5);
        assertThat(romeo.accepted).isEqualTo(10);
        assertThat(world.limits.heldBack()).isOne();

        world.pass(Duration.ofMillis(300));
        assertThat(balcony.accepted).isEqualTo(7);
        assertThat(chamber.accepted).isEqualTo(6);
        assertThat(balcony.got).hasSize(7);
    }

    @Test
    void beyond_the_bytes_of_an_account_it_is_the_same() {
        var bytes = Stanza.parse(PING).size();
        world.limits.use(
                new AccountLimits.Limits(Rate.UNLIMITED, new Rate(bytes, Duration.ofSeconds(3)), Rate.UNLIMITED));
        var juliet = world.connect("juliet", "balcony");

        ping(juliet, 3);
        world.pass(Duration.ofMillis(1));
        assertThat(juliet.accepted).isEqualTo(3);

        ping(juliet, 1);
        world.pass(Duration.ofMillis(990));
        assertThat(juliet.accepted).isEqualTo(3);
        world.pass(Duration.ofMillis(10));
        assertThat(juliet.accepted).isEqualTo(4);
    }

    @Test
    void of_new_recipients_an_account_has_so_many_a_minute_and_is_told_so_by_one_more() {
        world.limits.use(new AccountLimits.Limits(Rate.UNLIMITED, Rate.UNLIMITED, Rate.perMinute(3)));
        var juliet = world.connect("juliet", "balcony");
        var tybalt = world.account("tybalt");

        juliet.say("romeo", "one");
        juliet.say("nobody1", "two");
        juliet.say("nobody2", "three");
        juliet.say("romeo", "again");
        world.settle();
        assertThat(refused(juliet)).isZero();

        juliet.say("nobody3", "four");
        juliet.send("<iq type='get' id='i' to='" + tybalt + "'><ping xmlns='urn:xmpp:ping'/></iq>");
        juliet.send("<presence to='nobody4@verona.example' type='subscribe'/>");
        juliet.say("romeo", "still");
        var last = juliet.send(PING);
        world.settle();
        assertThat(refused(juliet)).isEqualTo(3);
        assertThat(world.limits.recipientsRefused()).isEqualTo(3);
        assertThat(juliet.accepted).isEqualTo(last);
        assertThat(world.owner("tybalt")).as("asleep").isNull();

        world.pass(Duration.ofSeconds(20));
        juliet.say("nobody3", "five");
        world.settle();
        assertThat(refused(juliet)).isEqualTo(3);

        var romeo = world.connect("romeo", "orchard");
        romeo.send("<presence/>");
        world.settle();
        assertThat(romeo.bodies()).containsExactly("one", "again", "still");
    }

    @Test
    void who_shares_presence_is_not_new_and_neither_is_who_has_just_written() {
        var juliet = world.connect("juliet", "balcony");
        var romeo = world.connect("romeo", "orchard");
        juliet.send("<presence/>");
        romeo.send("<presence/>");
        juliet.send("<presence to='romeo@verona.example' type='subscribe'/>");
        world.settle();
        romeo.send("<presence to='juliet@verona.example' type='subscribed'/>");
        world.settle();
        world.account("tybalt");
        var tybalt = world.connect("tybalt", "street");
        world.ownerDies("juliet"); // who remembers with whom she has spoken
        world.limits.use(new AccountLimits.Limits(Rate.UNLIMITED, Rate.UNLIMITED, Rate.perMinute(1)));
        var chamber = world.connect("juliet", "chamber");
        tybalt.say("juliet", "peace?");
        world.settle();

        chamber.say("nobody", "gone");
        chamber.say("romeo", "contact");
        chamber.say("tybalt", "answer");
        world.settle();
        assertThat(refused(chamber)).isZero();
        chamber.say("nobody2", "one too many");
        world.settle();
        assertThat(refused(chamber)).isOne();
    }

    @Test
    void an_answer_to_one_too_many_goes_nowhere_and_has_no_answer() {
        world.limits.use(new AccountLimits.Limits(Rate.UNLIMITED, Rate.UNLIMITED, Rate.perMinute(1)));
        var juliet = world.connect("juliet", "balcony");
        juliet.send("<iq type='result' id='i' to='nobody1@verona.example/x'/>");
        var last = juliet.send("<iq type='result' id='i' to='nobody2@verona.example/x'/>");
        world.settle();
        assertThat(world.limits.recipientsRefused()).isOne();
        assertThat(juliet.got).isEmpty();
        assertThat(juliet.handled).isEqualTo(last);
    }

    private static long refused(Client client) {
        return client.got.stream()
                .filter(stanza ->
                        stanza.isError() && new String(stanza.bytes(), UTF_8).contains("<resource-constraint"))
                .count();
    }

    private static void ping(Client client, int times) {
        for (var i = 0; i < times; i++) {
            client.send(PING);
        }
    }
}
