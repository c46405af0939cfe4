package io.kith.sharding.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.actor.typed.pubsub.Topic;
import akka.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import com.typesafe.config.ConfigFactory;
import io.kith.sharding.domain.DomainRegistry.Answer;
import io.kith.sharding.domain.DomainSettings.Registration;
import io.kith.sharding.serialization.Manifests;
import io.kith.sharding.wire.WireCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class DomainRegistryTest {

    private static final ActorTestKit KIT = ActorTestKit.create(EventSourcedBehaviorTestKit.config()
            .withFallback(ConfigFactory.parseString("akka.loglevel = WARNING"))
            .withFallback(ConfigFactory.load()));
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final DomainSettings OPEN = new DomainSettings(
            Registration.OPEN, new Contacts(Map.of(Concern.ABUSE, List.of("mailto:abuse@capulet.example"))));

    private static final DomainChange OPENED =
            new DomainChange(DomainChange.Registration.OPEN, OPEN.contacts().addresses());

    private final ActorRef<Topic.Command<DomainsState>> topic =
            KIT.spawn(Topic.create(DomainsState.class, "domains-" + System.identityHashCode(this)));
    private final EventSourcedBehaviorTestKit<DomainRegistry.Command, DomainEvent, DomainsState> registry =
            EventSourcedBehaviorTestKit.create(KIT.system(), DomainRegistry.create(() -> NOON, topic));

    DomainRegistryTest() {
        registry.clear();
    }

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @Test
    void a_domain_that_was_added_is_served_also_after_a_restart() {
        assertThat(add("capulet.example", OPEN)).isEqualTo(Answer.DONE);
        assertThat(registry.restart().state().domains()).containsEntry("capulet.example", OPEN);
    }

    @Test
    void adding_twice_changes_nothing() {
        add("capulet.example", OPEN);
        assertThat(add("capulet.example", DomainSettings.DEFAULT)).isEqualTo(Answer.UNCHANGED);
        assertThat(registry.getState().domains()).containsEntry("capulet.example", OPEN);
    }

    @Test
    void what_is_not_served_can_be_neither_changed_nor_removed() {
        assertThat(change("montague.example", OPENED)).isEqualTo(Answer.UNKNOWN_DOMAIN);
        assertThat(ask(replyTo -> new DomainRegistry.Remove("montague.example", replyTo)))
                .isEqualTo(Answer.UNKNOWN_DOMAIN);
    }

    @Test
    void each_change_is_one_event_with_its_time() {
        add("capulet.example", DomainSettings.DEFAULT);
        var changed = registry.runCommand(
                (ActorRef<Answer> replyTo) -> new DomainRegistry.Change("capulet.example", OPENED, replyTo));
        assertThat(changed.event()).isEqualTo(new DomainEvent.Changed("capulet.example", OPEN, NOON));
        ask(replyTo -> new DomainRegistry.Remove("capulet.example", replyTo));
        assertThat(registry.getState()).isEqualTo(new DomainsState(3, Map.of()));
    }

    @Test
    void whoever_follows_is_told_the_new_state_and_by_a_poll_the_newest_again() {
        var follower = KIT.createTestProbe(DomainsState.class);
        topic.tell(Topic.subscribe(follower.ref()));
        add("capulet.example", OPEN);
        var told = new DomainsState(1, Map.of("capulet.example", OPEN));
        assertThat(follower.receiveMessage()).isEqualTo(told);
        registry.runCommand(new DomainRegistry.Poll());
        assertThat(follower.receiveMessage()).isEqualTo(told);
    }

    @Test
    void a_view_takes_what_is_newer_and_keeps_what_it_knows_against_what_is_older() {
        var view = new DomainView((_, _) -> {});
        view.take(new DomainsState(2, Map.of("capulet.example", OPEN)));
        view.take(new DomainsState(1, Map.of()));
        assertThat(view.serves("capulet.example")).isTrue();
        assertThat(view.all()).containsExactly("capulet.example");
    }

    @Test
    void a_view_tells_what_has_come_and_gone_but_not_what_was_there_before_it() {
        var told = new ArrayList<String>();
        var view = new DomainView((added, removed) -> told.add("+" + added + " -" + removed));
        view.take(new DomainsState(1, Map.of("capulet.example", OPEN)));
        assertThat(told).isEmpty();
        view.take(new DomainsState(3, Map.of("montague.example", OPEN)));
        view.take(new DomainsState(4, Map.of("montague.example", DomainSettings.DEFAULT)));
        view.take(new DomainsState(2, Map.of()));
        assertThat(told).containsExactly("+[montague.example] -[capulet.example]");
    }

    @Test
    void a_view_says_when_a_domain_is_gone_and_when_it_stays_too_long() {
        var view = new DomainView((_, _) -> {});
        view.take(new DomainsState(1, Map.of("capulet.example", OPEN)));
        var gone = view.untilGone("capulet.example", Duration.ofMinutes(1)).toCompletableFuture();
        var never = view.untilGone("capulet.example", Duration.ZERO).toCompletableFuture();
        assertThatThrownBy(never::join).hasCauseInstanceOf(TimeoutException.class);
        assertThat(gone).isNotDone();
        view.take(new DomainsState(2, Map.of()));
        assertThat(gone).isCompleted();
        assertThat(view.untilGone("capulet.example", Duration.ZERO).toCompletableFuture())
                .isCompleted();
    }

    @Test
    void a_view_says_when_a_domain_is_served() {
        var view = new DomainView((_, _) -> {});
        var served = view.untilServed("capulet.example", Duration.ofMinutes(1)).toCompletableFuture();
        assertThat(served).isNotDone();
        view.take(new DomainsState(1, Map.of("capulet.example", OPEN)));
        assertThat(served).isCompleted();
    }

    @Test
    void a_view_says_when_it_knows_of_a_change_or_the_domain_is_gone() {
        var view = new DomainView((_, _) -> {});
        view.take(new DomainsState(1, Map.of("capulet.example", DomainSettings.DEFAULT)));
        var known = view.untilChanged("capulet.example", OPENED, Duration.ofMinutes(1))
                .toCompletableFuture();
        var never = view.untilChanged("capulet.example", OPENED, Duration.ZERO).toCompletableFuture();
        assertThatThrownBy(never::join).hasCauseInstanceOf(TimeoutException.class);
        assertThat(known).isNotDone();
        view.take(new DomainsState(2, Map.of("capulet.example", OPEN)));
        assertThat(known).isCompleted();

        var closed = new DomainChange(DomainChange.Registration.CLOSED, Map.of());
        var gone = view.untilChanged("capulet.example", closed, Duration.ofMinutes(1))
                .toCompletableFuture();
        assertThat(gone).isNotDone();
        view.take(new DomainsState(3, Map.of()));
        assertThat(gone).isCompleted();
    }

    @Test
    void a_change_that_another_one_made_room_for_is_known_when_both_are() {
        var full = new Contacts(Map.of(Concern.ABUSE, Collections.nCopies(Contacts.ADDRESSES_MAX, "tel:1")));
        var change = contacts(Concern.SALES, List.of("tel:2"));
        var view = new DomainView((_, _) -> {});
        view.take(new DomainsState(1, Map.of("capulet.example", new DomainSettings(Registration.OPEN, full))));
        var known = view.untilChanged("capulet.example", change, Duration.ofMinutes(1))
                .toCompletableFuture();
        assertThat(known).isNotDone();
        view.take(new DomainsState(3, Map.of("capulet.example", change.of(DomainSettings.DEFAULT))));
        assertThat(known).isCompleted();
    }

    @Test
    void a_thousand_domains_are_served_and_not_one_more() {
        registry.initialize(new DomainsState(7, numbered(DomainRegistry.DOMAINS_MAX - 1, DomainSettings.DEFAULT)));
        assertThat(add("capulet.example", DomainSettings.DEFAULT)).isEqualTo(Answer.DONE);
        assertThat(add("montague.example", DomainSettings.DEFAULT)).isEqualTo(Answer.TOO_MANY);
        ask(replyTo -> new DomainRegistry.Remove("capulet.example", replyTo));
        assertThat(add("montague.example", DomainSettings.DEFAULT)).isEqualTo(Answer.DONE);
    }

    @Test
    void what_is_set_for_all_domains_stays_below_what_crosses_nodes_in_one_message() {
        var wordy = new Contacts(Map.of(Concern.ABUSE, Collections.nCopies(19, "mailto:" + "a".repeat(400))));
        var full = numbered(15, new DomainSettings(Registration.AS_THE_NODE, wordy));
        var state = new DomainsState(7, full);
        assertThat(state.bytes()).isBetween(DomainsState.BYTES_MAX * 9 / 10, DomainsState.BYTES_MAX);
        registry.initialize(state);

        assertThat(add("capulet.example", new DomainSettings(Registration.AS_THE_NODE, wordy)))
                .isEqualTo(Answer.NO_ROOM);
        assertThat(add("capulet.example", DomainSettings.DEFAULT)).isEqualTo(Answer.DONE);
        assertThat(change("capulet.example", new DomainChange(DomainChange.Registration.OPEN, wordy.addresses())))
                .isEqualTo(Answer.NO_ROOM);
        assertThat(change("capulet.example", OPENED)).isEqualTo(Answer.DONE);
        assertThat(registry.getState().bytes()).isLessThanOrEqualTo(DomainsState.BYTES_MAX);
    }

    /// What is counted is never less than what is written, whatever takes the room: names, contacts or admins.
    @Test
    void what_a_state_is_counted_as_is_what_it_takes_as_a_message_or_more() {
        var codec = Manifests.codec();
        var contacts = new Contacts(Map.of(Concern.SALES, Collections.nCopies(20, "tel:1")));
        var admins = new RoomServiceSettings(
                true,
                "räume.example",
                RoomServiceSettings.Creation.ADMINS,
                IntStream.range(0, 50).mapToObj(i -> "ä" + i + "@b").toList());
        for (var settings : List.of(
                DomainSettings.DEFAULT,
                new DomainSettings(Registration.OPEN, contacts),
                new DomainSettings(Registration.OPEN, Contacts.NONE, admins),
                new DomainSettings(Registration.OPEN, contacts, admins))) {
            var largest = new DomainsState(Long.MAX_VALUE, numbered(1, settings));
            for (var count = 2; largest.bytes() <= DomainsState.BYTES_MAX && count <= 1_000; count += 20) {
                var bytes = codec.encode(largest).length;
                assertThat(bytes).isLessThan(largest.bytes() + 16).isLessThan(WireCodec.MESSAGE_BYTES_MAX);
                largest = new DomainsState(Long.MAX_VALUE, numbered(count, settings));
            }
        }
    }

    private static Map<String, DomainSettings> numbered(int count, DomainSettings settings) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "d" + i + ".example", _ -> settings));
    }

    @Test
    void a_change_leaves_alone_what_it_does_not_name() {
        add("capulet.example", DomainSettings.DEFAULT);
        var help = List.of("https://capulet.example/help");
        assertThat(change("capulet.example", contacts(Concern.SUPPORT, help))).isEqualTo(Answer.DONE);
        assertThat(change("capulet.example", OPENED)).isEqualTo(Answer.DONE);
        assertThat(registry.getState().domains().get("capulet.example"))
                .isEqualTo(new DomainSettings(Registration.OPEN, OPEN.contacts().with(Map.of(Concern.SUPPORT, help))));

        assertThat(change("capulet.example", contacts(Concern.SUPPORT, List.of())))
                .isEqualTo(Answer.DONE);
        assertThat(registry.getState().domains()).containsEntry("capulet.example", OPEN);
        assertThat(change("capulet.example", OPENED)).isEqualTo(Answer.UNCHANGED);
    }

    @Test
    void a_domain_names_twenty_contacts_and_not_one_more_whoever_adds_it() {
        add("capulet.example", OPEN);
        assertThat(change("capulet.example", contacts(Concern.SALES, Collections.nCopies(20, "tel:1"))))
                .isEqualTo(Answer.BEYOND_BOUNDS);
        assertThat(change("capulet.example", contacts(Concern.SALES, Collections.nCopies(19, "tel:1"))))
                .isEqualTo(Answer.DONE);
    }

    @Test
    void rooms_are_at_the_usual_name_until_another_is_set_and_nowhere_when_they_are_off() {
        var view = new DomainView((_, _) -> {});
        add("capulet.example", DomainSettings.DEFAULT);
        view.take(registry.getState());
        assertThat(view.hostOfRooms("conference.capulet.example")).contains("capulet.example");

        change("capulet.example", rooms(RoomServiceChange.NONE.to(RoomServiceChange.Place.NAMED, "chat.example")));
        view.take(registry.getState());
        assertThat(view.hasRooms("conference.capulet.example")).isFalse();
        assertThat(view.hostOfRooms("chat.example")).contains("capulet.example");

        change("capulet.example", rooms(RoomServiceChange.NONE.to(RoomServiceChange.Place.OFF, "")));
        view.take(registry.getState());
        assertThat(view.hasRooms("chat.example")).isFalse();
    }

    @Test
    void no_name_is_for_accounts_and_rooms_at_once_or_for_the_rooms_of_two() {
        add("capulet.example", DomainSettings.DEFAULT);
        add("montague.example", DomainSettings.DEFAULT);
        var taken = RoomServiceChange.NONE.to(RoomServiceChange.Place.NAMED, "conference.montague.example");
        assertThat(change("capulet.example", rooms(taken))).isEqualTo(Answer.NAME_TAKEN);
        var served = RoomServiceChange.NONE.to(RoomServiceChange.Place.NAMED, "montague.example");
        assertThat(change("capulet.example", rooms(served))).isEqualTo(Answer.NAME_TAKEN);
        assertThat(add("conference.capulet.example", DomainSettings.DEFAULT)).isEqualTo(Answer.NAME_TAKEN);
    }

    @Test
    void who_makes_and_who_owns_rooms_is_changed_alone() {
        add("capulet.example", DomainSettings.DEFAULT);
        change("capulet.example", rooms(RoomServiceChange.NONE.by(RoomServiceChange.Makers.ADMINS)));
        change("capulet.example", rooms(RoomServiceChange.NONE.ownedBy(List.of("prince@verona.example"))));
        var rooms = new RoomServiceSettings(
                true, "", RoomServiceSettings.Creation.ADMINS, List.of("prince@verona.example"));
        assertThat(registry.getState().domains())
                .containsEntry("capulet.example", new DomainSettings(Registration.AS_THE_NODE, Contacts.NONE, rooms));
    }

    @Test
    void rooms_have_fifty_admins_and_not_one_more() {
        add("capulet.example", DomainSettings.DEFAULT);
        var fifty = IntStream.range(0, RoomServiceSettings.ADMINS_MAX)
                .mapToObj(i -> "guard" + i + "@verona.example")
                .toList();
        assertThat(change("capulet.example", rooms(RoomServiceChange.NONE.ownedBy(fifty))))
                .isEqualTo(Answer.DONE);
        var more = new ArrayList<>(fifty);
        more.add("prince@verona.example");
        assertThat(change("capulet.example", rooms(RoomServiceChange.NONE.ownedBy(more))))
                .isEqualTo(Answer.BEYOND_BOUNDS);
    }

    private static DomainChange rooms(RoomServiceChange change) {
        return new DomainChange(DomainChange.Registration.AS_IT_IS, Map.of(), change);
    }

    private static DomainChange contacts(Concern concern, List<String> addresses) {
        return new DomainChange(DomainChange.Registration.AS_IT_IS, Map.of(concern, addresses));
    }

    private Answer change(String domain, DomainChange change) {
        return ask(replyTo -> new DomainRegistry.Change(domain, change, replyTo));
    }

    private Answer add(String domain, DomainSettings settings) {
        return ask(replyTo -> new DomainRegistry.Add(domain, settings, replyTo));
    }

    private Answer ask(Function<ActorRef<Answer>, DomainRegistry.Command> command) {
        return registry.runCommand(command).reply();
    }
}
