package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.aspect.Subscriptions;
import io.kith.sharding.session.FollowWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FollowersTest {

    private final RoomWorld world = new RoomWorld(new Subscriptions());
    private final RoomClient juliet = world.openedToListeners("juliet");
    private final RoomClient romeo = world.client("romeo", "garden", "two");
    private final Jid user = romeo.jid().bare();
    private long asked;

    @Test
    void a_subscriber_who_follows_gets_what_is_said_once_for_the_account_wrapped_with_its_id() {
        subscribes(MucSub.MESSAGES);
        follows(0, 100);
        world.mail.clear();
        juliet.says("hail");

        assertThat(world.mail).hasSize(1);
        var event = world.mail.getFirst();
        var id = StanzaId.text(world.log.lastKey());
        assertThat(event.from()).isEqualTo(RoomWorld.ROOM);
        assertThat(event.to()).isEqualTo(user);
        assertThat(event.type()).isEmpty();
        assertThat(event.id()).isEqualTo(id);
        var items = event.child("event", Namespaces.PUBSUB_EVENT)
                .orElseThrow()
                .child("items")
                .orElseThrow();
        assertThat(items.attributeOr("node", "")).isEqualTo(MucSub.MESSAGES);
        var item = items.child("item").orElseThrow();
        assertThat(item.attributeOr("id", "")).isEqualTo(id);
        var message = item.child("message", Namespaces.CLIENT).orElseThrow();
        assertThat(message.attributeOr("from", "")).isEqualTo(RoomWorld.ROOM + "/juliet");
        assertThat(message.attributeOr("to", "")).isEqualTo(user.toString());
        assertThat(message.attributeOr("type", "")).isEqualTo("groupchat");
        assertThat(message.child("body").map(Element::text)).contains("hail");
        assertThat(message.child("stanza-id", Namespaces.STANZA_ID)
                        .orElseThrow()
                        .attributeOr("id", ""))
                .isEqualTo(id);
    }

    @Test
    void an_event_says_which_clients_got_it_in_the_room_until_they_are_put_out() {
        subscribes(MucSub.MESSAGES);
        follows(0, 100);
        romeo.joins("romeo");
        world.mail.clear();
        juliet.says("hail");
        assertThat(world.mail.getFirst().child("seated", FollowWord.NAMESPACE).map(Element::toXml))
                .contains("<seated xmlns='urn:kith:follow'><client resource='garden'/></seated>");

        juliet.gives("romeo", "none");
        world.mail.clear();
        juliet.says("farewell");
        assertThat(world.mail.getFirst().child("seated", FollowWord.NAMESPACE)).isEmpty();
    }

    /// What waits for its row when one is put out goes to it in the room before the word that it is out.
    @Test
    void who_is_put_out_while_a_message_is_written_has_had_that() {
        subscribes(MucSub.MESSAGES);
        follows(0, 100);
        romeo.joins("romeo");
        world.mail.clear();
        world.storeIsSlow = true;
        juliet.says("hail");
        juliet.sends("<iq type='set' id='k'><query xmlns='http://jabber.org/protocol/muc#admin'>"
                + "<item nick='romeo' role='none'/></query></iq>");
        world.settles();

        assertThat(world.mail.getFirst().child("seated", FollowWord.NAMESPACE)).isPresent();
        assertThat(romeo.got().stream().filter(brief -> brief.startsWith("message/juliet")))
                .containsExactly("message/juliet:groupchat hail");
    }

    @Test
    void who_comes_later_gets_what_was_said_in_between_in_order_and_once() {
        subscribes(MucSub.MESSAGES, MucSub.SUBJECT);
        juliet.says("one").says("two");
        juliet.sends("<message type='groupchat'><subject>Thrice</subject></message>");
        follows(0, 100);
        juliet.says("three");
        assertThat(told()).containsExactly("following 1", "one", "two", "[Thrice]", "three");

        var last = world.log.lastKey();
        follows(last, 100);
        assertThat(told()).containsExactly("following 2");
    }

    @Test
    void what_was_missed_is_stamped_and_what_is_said_now_is_not() {
        subscribes(MucSub.MESSAGES);
        juliet.says("one");
        world.passes(Duration.ofMinutes(1));
        follows(0, 100);
        juliet.says("two");

        var events = world.mail.stream().filter(FollowersTest::isEvent).toList();
        assertThat(inside(events.get(0)).child("delay", Namespaces.DELAY)).isPresent();
        assertThat(inside(events.get(1)).child("delay", Namespaces.DELAY)).isEmpty();
    }

    @Test
    void nothing_is_kept_for_a_subscriber_who_is_not_there() {
        var rows = world.log.size();
        subscribes(MucSub.MESSAGES);
        var events = world.journal.size();
        world.mail.clear();
        juliet.says("one").says("two").says("three");

        assertThat(world.log).hasSize(rows + 3);
        assertThat(world.journal).hasSize(events);
        assertThat(world.mail).isEmpty();
    }

    @Test
    void of_what_was_missed_the_newest_are_told_and_no_more_than_the_bound() {
        subscribes(MucSub.MESSAGES);
        for (var i = 0; i <= Followers.MISSED_MAX; i++) {
            juliet.says("number " + i);
            world.passes(Duration.ofSeconds(1));
        }
        follows(0, 1_000);
        var bodies = told();
        assertThat(bodies).hasSize(1 + Followers.MISSED_MAX).startsWith("following 1", "number 1");
        assertThat(bodies).endsWith("number " + Followers.MISSED_MAX);

        follows(0, 2);
        assertThat(told())
                .containsExactly(
                        "following 2", "number " + (Followers.MISSED_MAX - 1), "number " + Followers.MISSED_MAX);
    }

    @Test
    void what_was_missed_is_bounded_in_bytes() {
        subscribes(MucSub.MESSAGES);
        var large = "x".repeat(60_000);
        for (var i = 0; i < 6; i++) {
            juliet.says(large);
        }
        follows(0, 100);
        assertThat(told()).hasSize(1 + Followers.MISSED_BYTES_MAX / 60_300);
    }

    @Test
    void what_is_being_written_while_somebody_comes_is_told_once() {
        subscribes(MucSub.MESSAGES);
        world.storeIsSlow = true;
        juliet.says("one");
        follows(0, 100);
        juliet.says("two");
        assertThat(told()).isEmpty();
        world.settles();
        assertThat(told()).containsExactly("following 1", "one", "two");
    }

    @Test
    void what_could_not_be_stored_is_told_to_nobody() {
        subscribes(MucSub.MESSAGES);
        follows(0, 100);
        told();
        world.storeIsDown = true;
        juliet.says("lost");
        assertThat(told()).isEmpty();
    }

    @Test
    void a_crowd_that_comes_costs_no_read_after_the_first() {
        subscribes(MucSub.MESSAGES);
        juliet.says("one");
        follows(0, 100);
        var reads = world.reads;
        for (var i = 0; i < 20; i++) {
            follows(0, 100);
        }
        assertThat(world.reads).isEqualTo(reads);
    }

    @Test
    void only_the_kinds_that_were_asked_for_are_told() {
        subscribes(MucSub.CONFIG);
        follows(0, 100);
        juliet.says("one");
        juliet.sends("<message type='groupchat'><subject>Thrice</subject></message>");
        assertThat(told()).containsExactly("following 1");
        juliet.submits(FormField.of(RoomOptions.NAME.name(), "Coven"));
        var event = world.mail.getFirst();
        assertThat(nodeOf(event)).isEqualTo(MucSub.CONFIG);
        assertThat(inside(event).child("x", Namespaces.MUC_USER)).isPresent();
    }

    @Test
    void presence_is_told_to_who_asked_for_it_without_addresses_unless_these_are_open() {
        subscribes(MucSub.PRESENCE);
        follows(0, 100);
        world.mail.clear();
        var nurse = world.client("nurse").joins("nurse");
        nurse.leaves();

        assertThat(world.mail).hasSize(2).allMatch(event -> nodeOf(event).equals(MucSub.PRESENCE));
        assertThat(world.mail.get(0).toXml()).contains("/nurse").doesNotContain("nurse@verona.example");
        assertThat(inside(world.mail.get(1)).attributeOr("type", "")).isEqualTo("unavailable");
        juliet.submits(FormField.of(RoomOptions.WHOIS.name(), "anyone"));
        world.mail.clear();
        nurse.joins("nurse");
        assertThat(world.mail.getFirst().toXml()).contains("nurse@verona.example");
    }

    @Test
    void affiliations_are_told_to_those_who_may_know() {
        subscribes(MucSub.AFFILIATIONS);
        follows(0, 100);
        world.mail.clear();
        juliet.makes("nurse", "member");
        assertThat(world.mail.stream().filter(FollowersTest::isEvent)).isEmpty();
        juliet.submits(FormField.of(RoomOptions.WHOIS.name(), "anyone"));
        juliet.makes("nurse", "none");
        var event =
                world.mail.stream().filter(FollowersTest::isEvent).findFirst().orElseThrow();
        assertThat(nodeOf(event)).isEqualTo(MucSub.AFFILIATIONS);
    }

    @Test
    void who_subscribes_and_who_no_longer_does_is_told() {
        subscribes(MucSub.SUBSCRIBERS);
        follows(0, 100);
        world.mail.clear();
        juliet.asks("set", "<subscribe xmlns='urn:xmpp:mucsub:0' nick='nurse' jid='nurse@verona.example'/>");
        juliet.asks("set", "<unsubscribe xmlns='urn:xmpp:mucsub:0' jid='nurse@verona.example'/>");

        var events = world.mail.stream().filter(FollowersTest::isEvent).toList();
        assertThat(events).hasSize(2).allMatch(event -> nodeOf(event).equals(MucSub.SUBSCRIBERS));
        assertThat(events.get(0).toXml()).contains("<subscribe").doesNotContain("nurse@verona.example");
        assertThat(events.get(1).toXml()).contains("<unsubscribe").contains("nick='nurse'");
    }

    @Test
    void when_the_room_is_destroyed_subscribers_learn_it_and_where_to_go() {
        subscribes(MucSub.CONFIG);
        follows(0, 100);
        world.mail.clear();
        juliet.asks(
                "set",
                "<query xmlns='http://jabber.org/protocol/muc#owner'>"
                        + "<destroy jid='heath@conference.verona.example'/></query>");

        var event = world.mail.getFirst();
        assertThat(nodeOf(event)).isEqualTo(MucSub.CONFIG);
        assertThat(event.toXml()).contains("heath@conference.verona.example");
        assertThat(FollowWord.in(world.mail.getLast())).contains(new FollowWord.Unsubscribed());
        assertThat(world.room.isIdle()).isTrue();
    }

    @Test
    void a_subscriber_speaks_without_having_joined_and_gets_its_own_words() {
        subscribes(MucSub.MESSAGES);
        follows(0, 100);
        told();
        romeo.says("I am here");
        assertThat(juliet.got()).contains("message/romeo:groupchat I am here");
        assertThat(told()).containsExactly("I am here");
        assertThat(romeo.took()).isEmpty();
        juliet.submits(FormField.of(RoomOptions.MODERATED.name(), "1"));
        assertThat(romeo.says("let me speak").refusal()).isEqualTo("forbidden");
    }

    @Test
    void who_is_in_the_room_by_another_client_speaks_under_the_nickname_that_it_has_there() {
        subscribes(MucSub.MESSAGES);
        world.client("romeo", "orchard", "one").joins("montague");
        juliet.took();
        romeo.says("from the garden");
        assertThat(juliet.got()).containsExactly("message/montague:groupchat from the garden");
    }

    @Test
    void strangers_neither_speak_nor_follow() {
        assertThat(romeo.says("hear me").refusal()).isEqualTo("not-acceptable");
        follows(0, 100);
        assertThat(FollowWord.in(world.mail.getLast())).contains(new FollowWord.Unsubscribed());
        juliet.says("secret");
        assertThat(told()).isEmpty();
    }

    @Test
    void a_client_can_not_say_what_owners_say() {
        subscribes(MucSub.MESSAGES);
        romeo.sends(new FollowWord.Follow(1, 0, 100).message(romeo.jid(), RoomWorld.ROOM));
        world.mail.clear();
        juliet.says("one");
        assertThat(world.mail).isEmpty();
    }

    @Test
    void a_follower_is_forgotten_when_its_owner_says_so_or_nothing_for_too_long() {
        subscribes(MucSub.MESSAGES);
        follows(0, 100);
        says(new FollowWord.Unfollow());
        told();
        juliet.says("one");
        assertThat(told()).isEmpty();

        follows(world.log.lastKey(), 100);
        world.passes(Followers.LEASE);
        juliet.says("two");
        assertThat(told()).containsExactly("following 2", "two");
        world.passes(Duration.ofSeconds(1));
        juliet.says("three");
        assertThat(told()).isEmpty();
    }

    @Test
    void a_room_stays_while_somebody_follows_it() {
        juliet.submits(FormField.of(RoomOptions.PERSISTENT.name(), "1"));
        subscribes(MucSub.MESSAGES);
        juliet.leaves();
        assertThat(world.room.isIdle()).isTrue();
        follows(0, 100);
        assertThat(world.room.isIdle()).isFalse();
        says(new FollowWord.Unfollow());
        assertThat(world.room.isIdle()).isTrue();
    }

    @Test
    void an_account_that_leaves_is_subscribed_no_more() {
        subscribes(MucSub.MESSAGES);
        says(new FollowWord.Leave());
        assertThat(world.state.subscribers()).isEmpty();
    }

    @Test
    void an_owner_that_takes_nothing_is_told_nothing_until_it_asks_again() {
        subscribes(MucSub.MESSAGES);
        follows(0, 100);
        told();
        world.deaf.add(user);
        juliet.says("one");
        world.deaf.clear();
        juliet.says("two");
        assertThat(told()).isEmpty();
        follows(0, 100);
        assertThat(told()).containsExactly("following 2", "one", "two");
    }

    @Test
    void when_the_room_goes_elsewhere_followers_are_told_to_ask_again() {
        subscribes(MucSub.MESSAGES);
        follows(0, 100);
        world.room.followers().part();
        assertThat(FollowWord.in(world.mail.getLast())).contains(new FollowWord.Again());
    }

    private void subscribes(String... nodes) {
        var events = new StringBuilder();
        for (var node : nodes) {
            events.append("<event node='").append(node).append("'/>");
        }
        romeo.asks("set", "<subscribe xmlns='urn:xmpp:mucsub:0' nick='romeo'>" + events + "</subscribe>");
        world.mail.clear();
        juliet.took();
    }

    private void follows(long after, int max) {
        says(new FollowWord.Follow(++asked, after, max));
    }

    private void says(FollowWord word) {
        world.says(user, word);
    }

    /// What romeo's owner was told: words, bodies and subjects.
    private List<String> told() {
        var told = new ArrayList<String>();
        for (var one : world.mail) {
            if (FollowWord.isOne(one)) {
                if (FollowWord.in(one).orElseThrow() instanceof FollowWord.Following(var n)) {
                    told.add("following " + n);
                }
            } else {
                var message = inside(one);
                told.add(message.child("body")
                        .map(Element::text)
                        .orElseGet(() -> "["
                                + message.child("subject").map(Element::text).orElse("") + "]"));
            }
        }
        world.mail.clear();
        return told;
    }

    private static boolean isEvent(Stanza stanza) {
        return stanza.has("event", Namespaces.PUBSUB_EVENT);
    }

    private static String nodeOf(Stanza event) {
        return items(event).attributeOr("node", "");
    }

    private static Element inside(Stanza event) {
        return items(event).child("item").orElseThrow().children().getFirst();
    }

    private static Element items(Stanza event) {
        return event.child("event", Namespaces.PUBSUB_EVENT)
                .orElseThrow()
                .child("items")
                .orElseThrow();
    }
}
