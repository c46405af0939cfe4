package io.kith.sharding.session;

import static io.kith.sharding.session.World.ROOM;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.account.AccountState;
import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.RoomPosition;
import io.kith.sharding.edge.Sight;
import io.kith.sharding.xep.Blocking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FollowDeskTest {

    private static final String MESSAGES = "urn:xmpp:mucsub:nodes:messages";

    private final World world = new World(1, new Blocking(new Random(1)));
    private final Jid account = world.account("romeo");
    private final FakeRoom room = new FakeRoom(ROOM);

    /// A room that keeps what is said in it, and tells those who follow; as a room does, without its rules.
    private final class FakeRoom {
        private final Jid jid;
        private final PeerLinks links;
        private final List<FollowWord> heard = new ArrayList<>();
        private final List<Stanza> log = new ArrayList<>();
        private List<String> seated = List.of();
        private boolean isFollowed;
        private boolean answers = true;
        private long head = StanzaId.lowestAt(world.now().plusSeconds(1));

        FakeRoom(Jid jid) {
            this.jid = jid;
            this.links = new PeerLinks(
                    jid,
                    (to, wire) -> world.toOwner(jid, to, wire),
                    new Epochs(world::now, new Random(2)),
                    this::takes);
            world.rooms.put(jid, this::hears);
            world.at(Duration.ofSeconds(1), this::tick);
        }

        private void tick() {
            links.tick(world.now());
            links.flush();
            world.at(Duration.ofSeconds(1), this::tick);
        }

        private void hears(UserSession.Wire wire) {
            switch (wire) {
                case UserSession.Deliver deliver -> links.onDeliver(deliver);
                case UserSession.DeliverAnnounced announced -> links.onAnnounced(announced);
                case UserSession.DeliverConfirmed confirmed -> links.onConfirmed(confirmed);
                case UserSession.DeliverGap gap -> links.onGap(gap);
                default -> throw new AssertionError(wire);
            }
            links.flush();
        }

        private void takes(Jid from, Delivery delivery, Runnable done) {
            done.run();
            if (!FollowWord.isOne(delivery.stanza())) {
                return;
            }
            var word = FollowWord.in(delivery.stanza()).orElseThrow();
            heard.add(word);
            isFollowed = word instanceof FollowWord.Follow && answers;
            if (word instanceof FollowWord.Follow follow && answers) {
                tell(new FollowWord.Following(follow.n()).message(jid, account));
                var missed = log.stream()
                        .filter(event -> FollowedGiven.idOf(event).orElseThrow() > follow.after())
                        .toList();
                missed.subList(Math.max(0, missed.size() - follow.max()), missed.size())
                        .forEach(event -> tell(FollowWord.seated(event, seated)));
            }
        }

        /// @param occupants the account's clients that are in the room from now on
        void says(String body, String... occupants) {
            says(Element.of("items", Namespaces.PUBSUB_EVENT), body, occupants);
        }

        void relates(String nick, String body) {
            var said = Stanza.message(
                            jid.withResource(nick), account, "groupchat", Element.of("thread", Namespaces.CLIENT))
                    .element();
            var item = Element.of("item", Namespaces.PUBSUB_EVENT).with(said);
            says(Element.of("items", Namespaces.PUBSUB_EVENT).with(item), body);
        }

        private void says(Element items, String body, String... occupants) {
            seated = List.of(occupants);
            var id = StanzaId.text(++head);
            var event = Stanza.message(
                            jid,
                            account,
                            "",
                            Element.of("event", Namespaces.PUBSUB_EVENT).with(items))
                    .withId(id)
                    .with(Element.of("body", Namespaces.CLIENT).text(body));
            log.add(event);
            if (isFollowed) {
                tell(FollowWord.seated(event, seated));
            }
            world.settle();
        }

        void subscribes() {
            subscribes(false);
        }

        void subscribes(boolean byOthers) {
            tell(new FollowWord.Subscribed("romeo", List.of(MESSAGES), head, byOthers).message(jid, account));
            world.settle();
        }

        void tell(Stanza stanza) {
            links.send(account, new Delivery(stanza, 0, false), () -> {});
            links.flush();
        }

        List<FollowWord> heardAll() {
            var all = List.copyOf(heard);
            heard.clear();
            return all;
        }
    }

    @Test
    void every_available_client_gets_what_is_said_and_the_room_is_asked_once_for_all() {
        var phone = available("phone");
        room.subscribes();
        var desk = available("desk");
        room.says("hail");

        assertThat(phone.bodies()).containsExactly("hail");
        assertThat(desk.bodies()).containsExactly("hail");
        assertThat(room.heard).hasSize(1);
    }

    @Test
    void who_comes_online_later_gets_what_was_said_in_between_in_order_and_once() {
        room.subscribes();
        room.says("one");
        room.says("two");
        room.says("three");
        var phone = available("phone");
        assertThat(phone.bodies()).containsExactly("one", "two", "three");

        phone.leave();
        world.settle();
        assertThat(room.heardAll().getLast()).isEqualTo(new FollowWord.Unfollow());
        room.says("four");
        assertThat(available("phone").bodies()).containsExactly("four");
    }

    @Test
    void nothing_of_it_is_stored_with_the_account_but_how_far_it_is() {
        room.subscribes();
        available("phone");
        var uid = uid();
        var before = world.stores.states().load(uid).toCompletableFuture().join();
        for (var i = 0; i < 10; i++) {
            room.says("number " + i);
        }
        world.pass(FollowDesk.LAZY.plusSeconds(2));
        var after = world.stores.states().load(uid).toCompletableFuture().join();

        assertThat(after.items()).isEqualTo(before.items()).hasSize(1);
        assertThat(after.items().getFirst().kind()).isEqualTo(Kind.ROOM);
        assertThat(after.cursors()).containsEntry(AccountState.roomKey(ROOM.toString()), room.head);
        assertThat(world.stores
                        .archive()
                        .tail(uid, after.buckets(), 10)
                        .toCompletableFuture()
                        .join())
                .isEmpty();
    }

    @Test
    void where_it_is_survives_the_owner() {
        room.subscribes();
        var phone = available("phone");
        room.says("one");
        world.pass(FollowDesk.LAZY.plusSeconds(2));
        phone.leave();
        world.settle();
        world.ownerDies("romeo");
        room.says("two");
        assertThat(available("phone").bodies()).containsExactly("two");
    }

    @Test
    void a_client_that_has_joined_the_room_itself_gets_no_events() {
        room.subscribes();
        var phone = available("phone");
        var desk = available("desk");
        desk.send("<presence to='" + ROOM + "/romeo'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        room.heard.clear();
        room.answers = false;
        world.settle();
        room.isFollowed = true;
        room.says("hail", "desk");
        assertThat(phone.bodies()).containsExactly("hail");
        assertThat(desk.bodies()).isEmpty();
    }

    /// It was put out, or took itself for an occupant and was told that it is none: its owner does not hear of either.
    @Test
    void a_client_that_is_not_in_the_room_any_more_gets_events_again() {
        room.subscribes();
        var desk = available("desk");
        desk.send("<presence to='" + ROOM + "/romeo'/>");
        world.settle();
        room.says("in the room", "desk");
        room.says("out of it");

        assertThat(desk.bodies()).containsExactly("out of it");
    }

    @Test
    void a_client_without_a_will_to_get_messages_gets_none_and_nobody_follows_for_it() {
        room.subscribes();
        var phone = world.connect("romeo", "phone");
        phone.send("<presence><priority>-1</priority></presence>");
        world.settle();
        assertThat(room.heard).isEmpty();
        phone.send("<presence/>");
        world.settle();
        assertThat(room.heard).hasSize(1);
        phone.send("<presence type='unavailable'/>");
        world.settle();
        assertThat(room.heard.getLast()).isEqualTo(new FollowWord.Unfollow());
    }

    /// The phone of who has subscribed, with stream management.
    private Client managedSubscriber() {
        room.subscribes();
        var phone = available("phone");
        phone.manage();
        return phone;
    }

    @Test
    void what_a_lost_client_had_not_taken_the_next_one_gets() {
        var phone = managedSubscriber();
        room.says("one");
        phone.takes = false;
        room.says("two");
        room.says("three");
        phone.drop();
        world.pass(Duration.ofSeconds(310));
        var next = available("desk");
        assertThat(next.bodies()).containsExactly("two", "three");
    }

    @Test
    void what_a_lost_client_had_not_taken_is_given_to_those_who_are_there_and_came_after_it() {
        var phone = managedSubscriber();
        phone.takes = false;
        room.says("one");
        var desk = available("desk");
        phone.drop();
        world.pass(Duration.ofSeconds(310));
        assertThat(desk.bodies()).containsExactly("one");
        room.says("two");
        assertThat(desk.bodies()).containsExactly("one", "two");
    }

    @Test
    void who_resumes_has_missed_nothing_and_gets_nothing_twice() {
        var phone = managedSubscriber();
        room.says("one");
        phone.takes = false;
        room.says("two");
        phone.drop();
        world.settle();
        room.says("three");
        phone.takes = true;
        phone.resume();
        world.settle();
        room.says("four");
        assertThat(phone.bodies()).containsExactly("one", "two", "three", "four");
        phone.leave();
        world.settle();
        assertThat(available("phone").bodies()).isEmpty();
    }

    @Test
    void who_resumes_after_its_owner_has_moved_gets_nothing_twice() {
        var phone = managedSubscriber();
        phone.takes = false;
        room.says("one");
        phone.drop();
        world.settle();
        world.ownerMoves("romeo");
        world.settle();
        room.says("two");
        phone.takes = true;
        phone.resume();
        world.settle();
        assertThat(phone.bodies()).containsExactly("one", "two");
    }

    @Test
    void a_client_that_is_away_for_a_moment_gets_nothing_twice() {
        var phone = managedSubscriber();
        phone.takes = false;
        room.says("one");
        phone.send("<presence type='unavailable'/>");
        world.settle();
        room.says("two");
        phone.send("<presence/>");
        world.settle();
        phone.takeAll();
        world.settle();
        assertThat(phone.bodies()).containsExactly("one", "two");
    }

    /// The subscriber's phone, which has entered the room besides, and is cut off.
    private Client cutOffInTheRoom() {
        var phone = managedSubscriber();
        phone.send("<presence to='" + ROOM + "/romeo'/>");
        world.settle();
        room.says("heard", "phone");
        phone.rooms.add(new RoomPosition(ROOM.withResource("romeo"), room.head, Sight.EVERYBODY));
        phone.drop();
        world.settle();
        return phone;
    }

    private static final Duration UNTIL_IT_IS_LOST = Duration.ofSeconds(310);

    @Test
    void what_is_said_while_an_occupant_is_cut_off_the_next_client_gets_when_that_has_not_come_back() {
        cutOffInTheRoom();
        room.says("one", "phone");
        room.says("two", "phone");
        world.pass(UNTIL_IT_IS_LOST);
        room.says("three");

        assertThat(available("desk").bodies()).containsExactly("one", "two", "three");
    }

    @Test
    void an_occupant_that_is_back_has_it_from_the_room_and_nobody_is_given_it_again() {
        var phone = cutOffInTheRoom();
        room.says("one", "phone");
        phone.resume();
        world.settle();
        room.says("two", "phone");
        assertThat(phone.bodies()).isEmpty();

        phone.leave();
        world.settle();
        room.says("three");
        assertThat(available("desk").bodies()).containsExactly("three");
    }

    @Test
    void a_client_that_comes_while_an_occupant_is_cut_off_gets_what_was_said_meanwhile_and_gets_it_once() {
        var phone = cutOffInTheRoom();
        room.says("one", "phone");
        var desk = available("desk");
        room.says("two", "phone");
        assertThat(desk.bodies()).containsExactly("one", "two");

        phone.resume();
        world.settle();
        assertThat(phone.bodies()).isEmpty();
        assertThat(desk.bodies()).containsExactly("one", "two");
    }

    @Test
    void who_is_there_in_the_room_has_it_when_another_occupant_is_cut_off() {
        var desk = managedSubscriber();
        desk.send("<presence to='" + ROOM + "/romeo'/>");
        var tablet = available("tablet");
        tablet.send("<presence to='" + ROOM + "/romeo'/>");
        world.settle();
        desk.drop();
        world.settle();
        room.says("one", "phone", "tablet");
        world.pass(UNTIL_IT_IS_LOST);
        tablet.leave();
        world.settle();
        room.says("two");

        assertThat(tablet.bodies()).isEmpty();
        assertThat(available("next").bodies()).containsExactly("two");
    }

    /// The room gives it nothing when it is back.
    @Test
    void an_occupant_that_was_put_out_while_it_was_cut_off_gets_what_was_said_before_and_after() {
        var phone = cutOffInTheRoom();
        room.says("before", "phone");
        room.says("after");
        phone.resume();
        world.settle();

        assertThat(phone.bodies()).containsExactly("before", "after");
    }

    @Test
    void what_is_said_while_an_occupant_is_cut_off_outlives_the_owner() {
        cutOffInTheRoom();
        room.says("one", "phone");
        world.pass(FollowDesk.LAZY.plusSeconds(2));
        world.ownerMoves("romeo");
        world.settle();
        room.says("two", "phone");
        world.pass(FollowDesk.LAZY.plusSeconds(2));
        world.ownerDies("romeo");
        room.says("three");

        assertThat(available("desk").bodies()).containsExactly("one", "two", "three");
    }

    @Test
    void what_is_said_before_the_owner_knows_that_an_occupant_is_cut_off_is_not_lost_either() {
        var phone = managedSubscriber();
        phone.send("<presence to='" + ROOM + "/romeo'/>");
        world.settle();
        phone.rooms.add(new RoomPosition(ROOM.withResource("romeo"), room.head, Sight.EVERYBODY));
        room.says("one", "phone");
        phone.drop();
        world.settle();
        room.says("two", "phone");
        world.pass(UNTIL_IT_IS_LOST);

        assertThat(available("desk").bodies()).containsExactly("one", "two");
    }

    @Test
    void of_what_was_missed_one_login_gets_so_much_and_each_room_its_part() {
        var rooms = new ArrayList<FakeRoom>();
        for (var i = 0; i < 20; i++) {
            var one = new FakeRoom(new Jid("room" + i, ROOM.domain(), ""));
            one.subscribes();
            rooms.add(one);
        }
        for (var one : rooms) {
            for (var i = 0; i < 60; i++) {
                one.says("number " + i);
            }
        }
        var phone = available("phone");
        world.pass(Duration.ofSeconds(2));
        assertThat(phone.bodies()).hasSize(FollowDesk.MISSED_PER_LOGIN_MAX);
        assertThat(phone.bodies().subList(0, 50)).startsWith("number 10").endsWith("number 59");
        assertThat(rooms.getFirst().heard.getFirst())
                .isEqualTo(new FollowWord.Follow(1, rooms.getFirst().head - 60, 50));
    }

    @Test
    void a_client_that_takes_nothing_is_given_so_much_and_the_rest_when_it_takes_again() {
        room.subscribes();
        var phone = available("phone");
        phone.takes = false;
        for (var i = 0; i < FollowedRoom.UNTAKEN_MAX + 20; i++) {
            room.says("number " + i);
        }
        assertThat(room.heard).hasSize(1);
        phone.takeAll();
        assertThat(phone.bodies()).hasSize(FollowedRoom.UNTAKEN_MAX);
        world.pass(FollowDesk.ASKED_AGAIN.plusSeconds(1));
        assertThat(phone.bodies()).hasSize(FollowedRoom.UNTAKEN_MAX + 20).doesNotHaveDuplicates();
    }

    @Test
    void a_room_is_asked_anew_in_time_and_again_when_it_does_not_answer() {
        room.subscribes();
        available("phone");
        room.heardAll();
        world.pass(FollowDesk.RENEWED.plus(FollowDesk.ASKED_AGAIN).plusSeconds(1));
        assertThat(room.heardAll()).hasSize(1);
        room.answers = false;
        world.pass(FollowDesk.RENEWED.plus(FollowDesk.ASKED_AGAIN.multipliedBy(3)));
        assertThat(room.heardAll()).hasSizeBetween(3, 4);
    }

    @Test
    void a_room_that_goes_elsewhere_is_asked_at_once_and_so_are_all_when_a_node_is_gone() {
        room.subscribes();
        available("phone");
        room.heardAll();
        room.isFollowed = false;
        room.says("meanwhile");
        room.tell(new FollowWord.Again().message(ROOM, account));
        world.pass(FollowDesk.SPREAD.plusSeconds(1));
        assertThat(room.heardAll()).hasSize(1);
        world.toOwner(this, account, new UserSession.EdgeGone("east", 1));
        world.pass(FollowDesk.SPREAD.plusSeconds(1));
        assertThat(room.heardAll()).hasSize(1);
    }

    @Test
    void what_comes_before_the_answer_to_the_last_question_is_not_given_twice() {
        room.subscribes();
        var phone = available("phone");
        room.says("one");
        room.tell(room.log.getFirst());
        world.settle();
        assertThat(phone.bodies()).containsExactly("one");
    }

    @Test
    void a_subscription_that_ended_is_forgotten_and_nothing_more_is_given() {
        room.subscribes();
        var phone = available("phone");
        room.tell(new FollowWord.Unsubscribed().message(ROOM, account));
        world.settle();
        room.says("one");
        assertThat(phone.bodies()).isEmpty();
        assertThat(listed(phone)).isEmpty();
    }

    @Test
    void the_service_lists_the_accounts_subscriptions_without_asking_rooms() {
        var phone = available("phone");
        assertThat(listed(phone)).isEmpty();
        room.subscribes();
        room.heardAll();
        var listed = listed(phone);
        assertThat(listed).hasSize(1);
        assertThat(listed.getFirst().attributes()).containsOnlyKeys("nick", "jid");
        assertThat(listed.getFirst().attributeOr("jid", "")).isEqualTo(ROOM.toString());
        assertThat(listed.getFirst().children().getFirst().attributeOr("node", ""))
                .isEqualTo(MESSAGES);
        assertThat(room.heard).isEmpty();
    }

    @Test
    void rooms_that_others_want_for_an_account_are_fewer_and_take_none_of_its_own() {
        var phone = available("phone");
        for (var i = 0; i < FollowDesk.GIVEN_ROOMS_MAX; i++) {
            new FakeRoom(new Jid("room" + i, ROOM.domain(), "")).subscribes(true);
        }
        room.subscribes(true);
        assertThat(room.heardAll()).containsExactly(new FollowWord.Leave());
        assertThat(listed(phone)).hasSize(FollowDesk.GIVEN_ROOMS_MAX);
        assertThat(listed(phone).getFirst().attributes()).containsOnlyKeys("nick", "jid");

        for (var i = 0; i < FollowDesk.ROOMS_MAX; i++) {
            var own = new FakeRoom(new Jid("own" + i, ROOM.domain(), ""));
            own.subscribes();
            own.subscribes(true);
            assertThat(own.heardAll()).doesNotContain(new FollowWord.Leave());
        }
        room.subscribes();
        assertThat(room.heardAll()).containsExactly(new FollowWord.Leave());
        new FakeRoom(new Jid("one-more", ROOM.domain(), "")).subscribes(true);
        assertThat(listed(phone))
                .as("none of its own has become one of others'")
                .hasSize(250);
    }

    @Test
    void nobody_subscribes_an_account_to_a_room_that_it_has_blocked() {
        var phone = available("phone");
        phone.send("<iq type='set' id='b1'><block xmlns='urn:xmpp:blocking'><item jid='" + ROOM + "'/></block></iq>");
        world.settle();
        room.subscribes(true);

        assertThat(room.heardAll()).containsExactly(new FollowWord.Leave());
        assertThat(listed(phone)).isEmpty();
    }

    @Test
    void an_account_has_so_many_subscriptions_and_no_more() {
        var phone = available("phone");
        for (var i = 0; i < FollowDesk.ROOMS_MAX; i++) {
            new FakeRoom(new Jid("room" + i, ROOM.domain(), "")).subscribes();
        }
        phone.got.clear();
        phone.send("<iq type='set' id='s1' to='" + ROOM + "'><subscribe xmlns='urn:xmpp:mucsub:0' nick='r'/></iq>");
        world.settle();
        assertThat(phone.last().isError()).isTrue();
        assertThat(phone.last().toXml()).contains("resource-constraint");
        room.subscribes();
        assertThat(room.heardAll()).containsExactly(new FollowWord.Leave());
        phone.send("<iq type='set' id='s2' to='room7@" + ROOM.domain()
                + "'><subscribe xmlns='urn:xmpp:mucsub:0' nick='other'/></iq>");
        world.settle();
        assertThat(phone.last().id()).isEqualTo("s1");
    }

    @Test
    void a_blocked_room_is_not_shown_and_its_messages_count_as_had() {
        room.subscribes();
        var phone = available("phone");
        phone.send("<iq type='set' id='b1'><block xmlns='urn:xmpp:blocking'><item jid='" + ROOM + "'/></block></iq>");
        world.settle();
        room.says("psst");
        assertThat(phone.bodies()).isEmpty();
        phone.send("<iq type='set' id='b2'><unblock xmlns='urn:xmpp:blocking'/></iq>");
        world.settle();
        room.says("hail");
        assertThat(phone.bodies()).containsExactly("hail");
    }

    @Test
    void of_a_blocked_occupant_nothing_is_given_and_of_others_it_is() {
        room.subscribes();
        var phone = available("phone");
        phone.send("<iq type='set' id='b1'><block xmlns='urn:xmpp:blocking'><item jid='" + ROOM
                + "/tybalt'/></block></iq>");
        world.settle();
        room.relates("tybalt", "peace? I hate the word");
        room.relates("benvolio", "part, fools!");

        assertThat(phone.bodies()).containsExactly("part, fools!");
    }

    @Test
    void others_can_not_pass_for_a_room() {
        var phone = available("phone");
        room.subscribes();
        world.account("tybalt");
        var tybalt = world.connect("tybalt", "street");
        tybalt.send("<message to='" + account + "' id='" + StanzaId.text(room.head + 1)
                + "'><event xmlns='http://jabber.org/protocol/pubsub#event'/><body>false</body></message>");
        tybalt.send("<message to='" + account + "'><unsubscribed xmlns='" + FollowWord.NAMESPACE + "'/></message>");
        world.settle();
        room.says("true");
        assertThat(phone.bodies()).contains("true");
        assertThat(listed(phone)).hasSize(1);
    }

    private Client available(String resource) {
        var client = world.connect("romeo", resource);
        client.send("<presence/>");
        world.settle();
        return client;
    }

    private List<Element> listed(Client client) {
        client.send(
                "<iq type='get' id='l1' to='" + ROOM.domain() + "'><subscriptions xmlns='urn:xmpp:mucsub:0'/></iq>");
        world.settle();
        return client.last()
                .child("subscriptions", Namespaces.MUCSUB)
                .orElseThrow()
                .children();
    }

    private java.util.UUID uid() {
        return world.stores
                .accounts()
                .find(account)
                .toCompletableFuture()
                .join()
                .orElseThrow()
                .uid();
    }
}
