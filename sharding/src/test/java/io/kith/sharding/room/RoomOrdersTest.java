package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import akka.actor.typed.ActorRef;
import io.kith.proto.jid.Jid;
import io.kith.sharding.room.RoomReport.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoomOrdersTest {

    private static final String JULIET = "juliet@verona.example";

    private final RoomWorld world = new RoomWorld(hooks -> hooks.rule(config ->
            config.get(RoomOptions.NAME).equals("Tomb") ? Optional.of("no room is called so") : Optional.empty()));
    private final RoomOrders orders = new RoomOrders(world.room);

    @Test
    void a_room_is_made_as_it_is_wanted_open_and_lasting() {
        assertThat(create(JULIET, Map.of("roomname", "Garden", "muc#roomconfig_publicroom", "0")))
                .isEqualTo(new RoomReport.Done());

        assertThat(world.state.affiliationOf(Jid.parse(JULIET))).isEqualTo(Affiliation.OWNER);
        assertThat(world.state.locked()).isFalse();
        assertThat(world.state.config().is(RoomOptions.PERSISTENT)).isTrue();
        assertThat(world.state.config().is(RoomOptions.PUBLIC)).isFalse();
        assertThat(world.journal.getFirst().by()).isEqualTo("operator");
        assertThat(reason(create(JULIET, Map.of()))).isEqualTo(Reason.CONFLICT);
    }

    @Test
    void what_rooms_cannot_be_is_not_made() {
        for (var options : List.of(
                Map.of("roomcolour", "red"),
                Map.of("whois", "nobody"),
                Map.of("roomname", "Tomb"),
                Map.of("persistentroom", "0"),
                Map.of("roomadmins", "romeo@verona.example"))) {
            assertThat(reason(create(JULIET, options))).as("%s", options).isEqualTo(Reason.INVALID);
        }
        assertThat(reason(create("verona.example", Map.of()))).isEqualTo(Reason.INVALID);
        assertThat(reason(create(JULIET + "/balcony", Map.of()))).isEqualTo(Reason.INVALID);
        assertThat(world.journal).isEmpty();
    }

    @Test
    void a_room_that_is_not_there_can_only_be_made() {
        for (var order : List.<Function<ActorRef<RoomReport>, RoomOrder>>of(
                RoomOrder.Show::new,
                to -> new RoomOrder.Destroy("operator", "", "", to),
                to -> new RoomOrder.Kick("operator", "romeo", "", to),
                to -> new RoomOrder.Affiliate("operator", Map.of(JULIET, "member"), "", to),
                to -> new RoomOrder.ListAffiliations("", to))) {
            assertThat(reason(report(order))).isEqualTo(Reason.UNKNOWN);
        }
    }

    @Test
    void who_is_kicked_is_told_as_a_moderator_would_have_it_told_and_it_is_kept_who_did_it() {
        world.opened("juliet");
        var romeo = world.client("romeo");
        romeo.joins("romeo");
        romeo.took();

        assertThat(report(to -> new RoomOrder.Kick("operator", "romeo", "noise", to)))
                .isEqualTo(new RoomReport.Done());
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 307");
        assertThat(world.journal.getLast())
                .isEqualTo(new RoomEvent.Kicked(
                        "operator", world.now(), "romeo", Jid.parse("romeo@verona.example"), "noise"));
        assertThat(reason(report(to -> new RoomOrder.Kick("operator", "romeo", "", to))))
                .isEqualTo(Reason.UNKNOWN);
    }

    @Test
    void who_is_banned_leaves_and_the_last_owner_stays_one() {
        world.opened("juliet");
        var romeo = world.client("romeo");
        romeo.joins("romeo");
        romeo.took();

        assertThat(affiliate("romeo@verona.example", "outcast")).isEqualTo(new RoomReport.Done());
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 301");
        assertThat(reason(affiliate(JULIET, "member"))).isEqualTo(Reason.CONFLICT);
        assertThat(reason(affiliate(JULIET, "prince"))).isEqualTo(Reason.INVALID);
        assertThat(reason(affiliate(JULIET + "/balcony", "member"))).isEqualTo(Reason.INVALID);
        assertThat(affiliate("nurse@verona.example", "owner")).isEqualTo(new RoomReport.Done());
        assertThat(affiliate(JULIET, "member")).isEqualTo(new RoomReport.Done());
    }

    @Test
    void affiliations_change_all_at_once_or_not_at_all() {
        world.opened("juliet");
        var changes = world.journal.size();
        for (var wrong : List.of(
                Map.of("romeo@verona.example", "member", "nurse@verona.example", "prince"),
                Map.of("romeo@verona.example", "member", "nurse@verona.example/ward", "member"),
                Map.of("romeo@verona.example", "member", "verona.example", "admin"),
                Map.of("romeo@verona.example", "member", JULIET, "none"),
                Map.of("romeo@verona.example", "member", "ROMEO@verona.example", "outcast"),
                Map.<String, String>of())) {
            assertThat(affiliate(wrong)).as("%s", wrong).isInstanceOf(RoomReport.Refused.class);
        }
        assertThat(world.journal).hasSize(changes);

        assertThat(affiliate(Map.of("romeo@verona.example", "owner", JULIET, "none", "mantua.example", "outcast")))
                .isEqualTo(new RoomReport.Done());
        assertThat(world.journal).hasSize(changes + 1);
        assertThat(world.state.affiliationOf(Jid.parse(JULIET))).isEqualTo(Affiliation.NONE);
        assertThat(world.state.affiliationOf(Jid.parse("romeo@verona.example"))).isEqualTo(Affiliation.OWNER);
        assertThat(world.state.affiliationOf(Jid.parse("tybalt@mantua.example")))
                .isEqualTo(Affiliation.OUTCAST);
    }

    @Test
    void as_many_affiliations_change_at_once_as_by_xmpp() {
        world.opened("juliet");
        var max = RoomLimits.DEFAULT.itemsPerRequestMax();
        assertThat(reason(affiliate(guests(max + 1)))).isEqualTo(Reason.INVALID);
        assertThat(affiliate(guests(max))).isEqualTo(new RoomReport.Done());
    }

    private static Map<String, String> guests(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "guest" + i + "@verona.example")
                .collect(Collectors.toMap(Function.identity(), _ -> "member"));
    }

    @Test
    void a_reason_is_as_long_as_it_may_be_and_not_longer() {
        world.opened("juliet");
        var longest = "x".repeat(RoomLimits.DEFAULT.reasonCharactersMax());
        assertThat(reason(report(to -> new RoomOrder.Destroy("operator", longest + "x", "", to))))
                .isEqualTo(Reason.INVALID);
        assertThat(report(to -> new RoomOrder.Destroy("operator", longest, "", to)))
                .isEqualTo(new RoomReport.Done());
        assertThat(world.state.exists()).isFalse();
    }

    @Test
    void what_is_shown_has_no_password() {
        create(JULIET, Map.of("roomname", "Garden", "passwordprotectedroom", "1", "roomsecret", "nightingale"));
        world.client("romeo").joins("romeo");

        assertThat(report(RoomOrder.Show::new)).isInstanceOfSatisfying(RoomReport.Shown.class, shown -> {
            assertThat(shown.creator()).isEqualTo(JULIET);
            assertThat(shown.options()).containsEntry("roomname", "Garden").doesNotContainKey("roomsecret");
            assertThat(shown.toString()).doesNotContain("nightingale");
            assertThat(shown.occupants()).extracting(RoomReport.Occupying::nick).containsExactly("romeo");
        });
    }

    @Test
    void the_whole_configuration_is_shown_with_what_is_not_as_in_a_new_room_marked() {
        create(JULIET, Map.of("roomname", "Garden", "publicroom", "1", "presencebroadcast", "visitor, moderator"));

        assertThat(report(RoomOrder.Show::new)).isInstanceOfSatisfying(RoomReport.Shown.class, shown -> {
            assertThat(shown.options())
                    .containsEntry("presencebroadcast", "moderator,visitor")
                    .containsEntry("whois", "moderators")
                    .containsEntry("muc#maxhistoryfetch", "20")
                    .hasSize(RoomOptions.ALL.size() - 1);
            assertThat(shown.changed()).containsExactlyInAnyOrder("roomname", "presencebroadcast", "persistentroom");
        });
    }

    @Test
    void a_long_list_comes_in_pages_that_end_where_the_next_begins() {
        create(JULIET, Map.of());
        var members = IntStream.range(0, 900)
                .mapToObj(i -> new RoomEvent.AffiliationsChanged.Change(
                        Jid.parse("guest" + (1_000 + i) + "@verona.example"), Affiliation.MEMBER, ""))
                .toList();
        world.room.affiliate("operator", members, () -> {});

        var seen = new ArrayList<String>();
        var after = "";
        var pages = 0;
        do {
            var from = after;
            var page = (RoomReport.Affiliations) report(to -> new RoomOrder.ListAffiliations(from, to));
            page.users().forEach(user -> seen.add(user.jid()));
            after = page.next();
            pages++;
        } while (!after.isEmpty());
        assertThat(pages).isGreaterThan(1);
        assertThat(seen).hasSize(901).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void a_room_that_has_too_much_to_do_says_so() {
        world.opened("juliet");
        world.room.hold();
        for (var i = 0; i < Gate.WAITING_MAX; i++) {
            orders.take(new RoomOrder.Show(TestInbox.<RoomReport>create().getRef()));
        }
        assertThat(reason(report(RoomOrder.Show::new))).isEqualTo(Reason.BUSY);
    }

    private RoomReport create(String owner, Map<String, String> options) {
        return report(to -> new RoomOrder.Create("operator", owner, options, to));
    }

    private RoomReport affiliate(String user, String affiliation) {
        return affiliate(Map.of(user, affiliation));
    }

    private RoomReport affiliate(Map<String, String> wanted) {
        return report(to -> new RoomOrder.Affiliate("operator", wanted, "", to));
    }

    private RoomReport report(Function<ActorRef<RoomReport>, RoomOrder> order) {
        var inbox = TestInbox.<RoomReport>create();
        orders.take(order.apply(inbox.getRef()));
        return inbox.receiveMessage();
    }

    private static Reason reason(RoomReport report) {
        return ((RoomReport.Refused) report).reason();
    }
}
