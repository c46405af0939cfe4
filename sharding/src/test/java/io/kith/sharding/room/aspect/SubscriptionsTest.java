package io.kith.sharding.room.aspect;

import static io.kith.sharding.room.RoomClient.conditionOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.Limits;
import io.kith.sharding.room.MucSub;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomEvent;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.room.RoomOptions;
import io.kith.sharding.room.RoomState;
import io.kith.sharding.room.RoomWorld;
import io.kith.sharding.session.FollowWord;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SubscriptionsTest {

    private static final String MESSAGES = "<event node='" + MucSub.MESSAGES + "'/>";

    private final RoomWorld world = new RoomWorld(new MembersOnly(), new Password(), new Subscriptions());
    private final RoomClient juliet = world.openedToListeners("juliet");
    private final RoomClient romeo = world.client("romeo", "garden", "two");
    private final RoomClient nurse = world.client("nurse", "pantry", "one");

    @Test
    void a_user_subscribes_under_a_nickname_to_the_kinds_of_traffic_that_there_are() {
        var answer =
                romeo.asks("set", subscribe("nick='romeo'", MESSAGES + MESSAGES + "<event node='urn:example:other'/>"));

        var told = answer.child("subscribe", Namespaces.MUCSUB).orElseThrow();
        assertThat(told.attributeOr("nick", "")).isEqualTo("romeo");
        assertThat(nodes(told)).containsExactly(MucSub.MESSAGES);
        assertThat(world.state.subscribers())
                .containsOnly(java.util.Map.entry(
                        romeo.jid().bare(), new RoomState.Subscription("romeo", List.of(MucSub.MESSAGES))));
        assertThat(world.mail.getFirst().to()).isEqualTo(romeo.jid().bare());
        assertThat(world.mail.getFirst().has("subscribed", "urn:kith:follow")).isTrue();
    }

    @Test
    void to_subscribe_again_changes_nickname_and_kinds_and_the_same_changes_nothing() {
        romeo.asks("set", subscribe("nick='romeo'", MESSAGES));
        romeo.asks("set", subscribe("nick='montague'", "<event node='" + MucSub.SUBJECT + "'/>"));
        var events = world.journal.size();
        var again = romeo.asks("set", subscribe("nick='montague'", "<event node='" + MucSub.SUBJECT + "'/>"));

        assertThat(again.isType("result")).isTrue();
        assertThat(world.journal).hasSize(events);
        assertThat(world.state.subscribers().get(romeo.jid().bare()))
                .isEqualTo(new RoomState.Subscription("montague", List.of(MucSub.SUBJECT)));
    }

    @Test
    void nobody_else_enters_or_subscribes_under_a_subscribers_nickname() {
        romeo.asks("set", subscribe("nick='romeo'", MESSAGES));

        assertThat(refusal(nurse.asks("set", subscribe("nick='Romeo'", MESSAGES))))
                .isEqualTo("conflict");
        assertThat(refusal(nurse.asks("set", subscribe("nick='juliet'", MESSAGES))))
                .isEqualTo("conflict");
        assertThat(nurse.joins("romeo").refusal()).isEqualTo("conflict");
        assertThat(romeo.joins("romeo").took()).isNotEmpty().noneMatch(Stanza::isError);
    }

    @Test
    void a_subscription_needs_a_nickname() {
        assertThat(refusal(romeo.asks("set", subscribe("", MESSAGES)))).isEqualTo("jid-malformed");
        assertThat(refusal(romeo.asks("set", subscribe("nick='" + "r".repeat(129) + "'", MESSAGES))))
                .isEqualTo("not-acceptable");
    }

    @Test
    void only_who_may_enter_subscribes() {
        juliet.submits(
                FormField.of(RoomOptions.PASSWORD_PROTECTED.name(), "1"),
                FormField.of(RoomOptions.SECRET.name(), "cauldronburn"));
        assertThat(refusal(romeo.asks("set", subscribe("nick='romeo'", MESSAGES))))
                .isEqualTo("not-authorized");
        assertThat(romeo.asks("set", subscribe("nick='romeo' password='cauldronburn'", MESSAGES))
                        .isType("result"))
                .isTrue();
        juliet.submits(FormField.of(RoomOptions.MEMBERS_ONLY.name(), "1"));
        assertThat(refusal(nurse.asks("set", subscribe("nick='nurse' password='cauldronburn'", MESSAGES))))
                .isEqualTo("registration-required");
        juliet.makes("nurse", "outcast");
        assertThat(refusal(nurse.asks("set", subscribe("nick='nurse' password='cauldronburn'", MESSAGES))))
                .isEqualTo("forbidden");
    }

    @Test
    void in_a_new_room_only_members_subscribe_and_whom_its_moderators_subscribe() {
        juliet.submits(FormField.of(MucSub.FOR_ALL.name(), "0"));
        assertThat(refusal(romeo.asks("set", subscribe("nick='romeo'", MESSAGES))))
                .isEqualTo("not-allowed");
        assertThat(MucSub.FOR_ALL.fallback()).isFalse();

        juliet.asks("set", subscribe("nick='nurse' jid='nurse@verona.example'", MESSAGES));
        juliet.makes("romeo", "member");
        romeo.asks("set", subscribe("nick='romeo'", MESSAGES));
        assertThat(world.state.subscribers())
                .containsOnlyKeys(romeo.jid().bare(), nurse.jid().bare());
        assertThat(nurse.asks("set", subscribe("nick='angelica'", MESSAGES)).isType("result"))
                .as("and changes it")
                .isTrue();

        juliet.makes("romeo", "none");
        juliet.submits(FormField.of(RoomOptions.NAME.name(), "Hall"));
        assertThat(world.state.subscribers())
                .as("no member any more")
                .containsOnlyKeys(nurse.jid().bare());
    }

    @Test
    void subscriptions_of_others_than_members_end_when_they_are_allowed_no_more() {
        juliet.makes("nurse", "member");
        nurse.asks("set", subscribe("nick='nurse'", MESSAGES));
        romeo.asks("set", subscribe("nick='romeo'", MESSAGES));
        world.mail.clear();
        juliet.submits(FormField.of(MucSub.FOR_ALL.name(), "0"));

        assertThat(world.state.subscribers()).containsOnlyKeys(nurse.jid().bare());
        assertThat(world.mail).hasSize(1);
        assertThat(world.mail.getFirst().has("unsubscribed", "urn:kith:follow")).isTrue();
        assertThat(world.room.aspects().features(world.room.config())).contains(Namespaces.MUCSUB);
    }

    @Test
    void an_account_that_takes_no_subscription_by_others_has_none_and_who_wanted_it_is_told() {
        world.answers = word -> {
            if (FollowWord.in(word).orElseThrow() instanceof FollowWord.Subscribed) {
                world.says(nurse.jid().bare(), new FollowWord.Leave());
            }
        };

        assertThat(refusal(juliet.asks("set", subscribe("nick='nurse' jid='nurse@verona.example'", MESSAGES))))
                .isEqualTo("not-acceptable");
        assertThat(world.state.subscribers()).isEmpty();
    }

    @Test
    void nobody_subscribes_whom_nothing_reaches() {
        assertThat(refusal(juliet.asks("set", subscribe("nick='nurse' jid='nurse@elsewhere.example'", MESSAGES))))
                .isEqualTo("remote-server-not-found");
        assertThat(world.state.subscribers()).isEmpty();
    }

    @Test
    void who_is_banned_is_subscribed_no_more_and_so_is_who_is_no_member_where_only_members_are() {
        juliet.makes("romeo", "member");
        romeo.asks("set", subscribe("nick='romeo'", MESSAGES));
        nurse.asks("set", subscribe("nick='nurse'", MESSAGES));
        juliet.submits(FormField.of(RoomOptions.MEMBERS_ONLY.name(), "1"));
        assertThat(world.state.subscribers()).containsOnlyKeys(romeo.jid().bare());

        juliet.makes("romeo", "none");
        assertThat(world.state.subscribers()).isEmpty();

        juliet.submits(FormField.of(RoomOptions.MEMBERS_ONLY.name(), "0"));
        romeo.asks("set", subscribe("nick='romeo'", MESSAGES));
        juliet.admin("<item affiliation='outcast' jid='verona.example'/>");
        assertThat(world.state.subscribers()).isEmpty();
    }

    @Test
    void others_are_subscribed_no_faster_than_they_may_be_invited() {
        var most = RoomLimits.DEFAULT.rates().invitations().burst();
        for (var i = 0; i < most; i++) {
            juliet.asks("set", subscribe("nick='n" + i + "' jid='n" + i + "@verona.example'", MESSAGES));
        }
        assertThat(world.state.subscribers()).hasSize(most);

        assertThat(refusal(juliet.asks("set", subscribe("nick='nurse' jid='nurse@verona.example'", MESSAGES))))
                .isEqualTo("resource-constraint");
        assertThat(nurse.asks("set", subscribe("nick='nurse'", MESSAGES)).isType("result"))
                .isTrue();
    }

    @Test
    void nobody_subscribes_a_room_or_a_domain() {
        for (var address : List.of("verona.example", "lair@conference.verona.example")) {
            assertThat(refusal(juliet.asks("set", subscribe("nick='lair' jid='" + address + "'", MESSAGES))))
                    .isEqualTo("jid-malformed");
        }
    }

    @Test
    void admins_and_moderators_subscribe_and_unsubscribe_others_and_nobody_else_does() {
        assertThat(refusal(romeo.asks("set", subscribe("nick='nurse' jid='nurse@verona.example'", MESSAGES))))
                .isEqualTo("forbidden");
        assertThat(refusal(juliet.asks("set", subscribe("nick='nurse' jid='@@'", MESSAGES))))
                .isEqualTo("jid-malformed");
        juliet.asks("set", subscribe("nick='nurse' jid='nurse@verona.example/pantry'", MESSAGES));
        assertThat(world.state.subscribers()).containsOnlyKeys(nurse.jid().bare());

        assertThat(refusal(romeo.asks("set", unsubscribe("jid='nurse@verona.example'"))))
                .isEqualTo("forbidden");
        juliet.asks("set", unsubscribe("jid='nurse@verona.example'"));
        assertThat(world.state.subscribers()).isEmpty();
        assertThat(world.journal.getLast())
                .isInstanceOfSatisfying(
                        RoomEvent.Unsubscribed.class,
                        event -> assertThat(event.by()).isEqualTo("juliet@verona.example"));
    }

    @Test
    void to_unsubscribe_is_answered_whether_there_was_a_subscription_or_not() {
        romeo.asks("set", subscribe("nick='romeo'", MESSAGES));

        assertThat(romeo.asks("set", unsubscribe("")).isType("result")).isTrue();
        assertThat(romeo.asks("set", unsubscribe("")).isType("result")).isTrue();
        assertThat(world.state.subscribers()).isEmpty();
    }

    @Test
    void subscribers_are_listed_to_each_other_by_nickname_and_to_moderators_with_addresses() {
        romeo.asks("set", subscribe("nick='romeo'", MESSAGES));
        nurse.asks("set", subscribe("nick='nurse'", ""));

        assertThat(listed(romeo)).containsExactly(" nurse", " romeo");
        assertThat(listed(juliet)).containsExactly("nurse@verona.example nurse", "romeo@verona.example romeo");
        juliet.submits(FormField.of(RoomOptions.WHOIS.name(), "anyone"));
        assertThat(listed(romeo)).containsExactly("nurse@verona.example nurse", "romeo@verona.example romeo");
        nurse.asks("set", unsubscribe(""));
        assertThat(refusal(nurse.asks("get", "<subscriptions xmlns='urn:xmpp:mucsub:0'/>")))
                .isEqualTo("forbidden");
    }

    @Test
    void a_list_that_is_too_long_comes_in_pages() {
        for (var i = 0; i <= Subscriptions.PAGE_MAX; i++) {
            var name = String.format("user%04d", i);
            world.client(name).asks("set", subscribe("nick='" + name + "'", ""));
        }
        assertThat(listed(juliet)).hasSize(Subscriptions.PAGE_MAX);
        var rest = juliet.asks(
                "get",
                "<subscriptions xmlns='urn:xmpp:mucsub:0'><set xmlns='http://jabber.org/protocol/rsm'>"
                        + "<max>500</max><after>user0499</after></set></subscriptions>");
        assertThat(rest.toXml()).contains("user0500").doesNotContain("nick='user0499'");
    }

    @Test
    void a_room_has_so_many_subscribers_and_no_more() {
        var few = new RoomWorld(Limits.subscribers(2), new Subscriptions());
        few.openedToListeners("juliet");
        for (var name : List.of("romeo", "nurse")) {
            assertThat(few.client(name)
                            .asks("set", subscribe("nick='" + name + "'", MESSAGES))
                            .isType("result"))
                    .isTrue();
        }
        assertThat(refusal(few.client("tybalt").asks("set", subscribe("nick='tybalt'", MESSAGES))))
                .isEqualTo("resource-constraint");
        assertThat(few.client("nurse")
                        .asks("set", subscribe("nick='angelica'", MESSAGES))
                        .isType("result"))
                .isTrue();
    }

    @Test
    void what_a_room_keeps_of_its_subscribers_is_bounded_in_bytes() {
        var small = new RoomWorld(Limits.storedBytes(600), new Subscriptions());
        small.openedToListeners("juliet");
        assertThat(small.client("romeo")
                        .asks("set", subscribe("nick='romeo'", MESSAGES))
                        .isType("result"))
                .isTrue();
        assertThat(refusal(small.client("nurse").asks("set", subscribe("nick='" + "n".repeat(128) + "'", MESSAGES))))
                .isEqualTo("resource-constraint");
    }

    @Test
    void who_subscribes_again_and_again_is_told_to_wait() {
        for (var i = 0; i < RoomLimits.DEFAULT.rates().requests().burst(); i++) {
            assertThat(romeo.asks("set", subscribe("nick='romeo" + i + "'", MESSAGES))
                            .isType("result"))
                    .isTrue();
        }
        assertThat(refusal(romeo.asks("set", subscribe("nick='other'", MESSAGES))))
                .isEqualTo("resource-constraint");
    }

    @Test
    void the_account_of_another_learns_that_it_has_not_asked_for_it() {
        juliet.asks("set", subscribe("nick='nurse' jid='nurse@verona.example'", MESSAGES));
        assertThat(isByOthers(world.mail.getLast())).isTrue();

        nurse.asks("set", subscribe("nick='nurse'", MESSAGES));
        assertThat(isByOthers(world.mail.getLast())).isFalse();
    }

    private static boolean isByOthers(Stanza word) {
        return FollowWord.in(word).orElseThrow() instanceof FollowWord.Subscribed subscribed && subscribed.byOthers();
    }

    @Test
    void passwords_are_guessed_no_faster_than_by_entering() {
        juliet.submits(
                FormField.of("muc#roomconfig_passwordprotectedroom", "1"),
                FormField.of("muc#roomconfig_roomsecret", "cauldronburn"));
        for (var i = 0; i < RoomLimits.DEFAULT.rates().joins().burst(); i++) {
            assertThat(refusal(romeo.asks("set", subscribe("nick='romeo' password='guess" + i + "'", MESSAGES))))
                    .isEqualTo("not-authorized");
        }
        assertThat(refusal(romeo.asks("set", subscribe("nick='romeo' password='cauldronburn'", MESSAGES))))
                .isEqualTo("resource-constraint");
        assertThat(romeo.joins("romeo").refusal()).as("nor by both").isEqualTo("resource-constraint");
    }

    @Test
    void a_room_that_is_not_to_last_lasts_while_somebody_is_subscribed() {
        romeo.asks("set", subscribe("nick='romeo'", MESSAGES));
        juliet.leaves();
        assertThat(world.state.exists()).isTrue();

        romeo.asks("set", unsubscribe(""));
        assertThat(world.state.exists()).isFalse();
    }

    private static String subscribe(String attributes, String events) {
        return "<subscribe xmlns='urn:xmpp:mucsub:0' " + attributes + ">" + events + "</subscribe>";
    }

    private static String unsubscribe(String attributes) {
        return "<unsubscribe xmlns='urn:xmpp:mucsub:0' " + attributes + "/>";
    }

    private static List<String> listed(RoomClient client) {
        var answer = client.asks("get", "<subscriptions xmlns='urn:xmpp:mucsub:0'/>");
        return answer.child("subscriptions", Namespaces.MUCSUB).orElseThrow().children().stream()
                .filter(child -> child.name().equals("subscription"))
                .map(item ->
                        item.attribute("jid").map(Jid::parse).map(Jid::toString).orElse("") + " "
                                + item.attributeOr("nick", ""))
                .toList();
    }

    private static List<String> nodes(Element subscription) {
        return subscription.children().stream()
                .map(event -> event.attributeOr("node", ""))
                .toList();
    }

    private static String refusal(Stanza answer) {
        return conditionOf(answer);
    }
}
