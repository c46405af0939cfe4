package io.kith.sharding.room;

import static io.kith.sharding.room.RoomClient.codes;
import static io.kith.sharding.room.RoomClient.conditionOf;
import static io.kith.sharding.room.RoomClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdministrationTest {

    private final RoomWorld world = new RoomWorld();
    private final RoomClient juliet = world.opened("juliet");

    private RoomClient in(String user) {
        var client = world.client(user).joins(user);
        client.took();
        juliet.took();
        return client;
    }

    private static List<String> jids(Stanza answer) {
        return answer.child("query", Namespaces.MUC_ADMIN).orElseThrow().children().stream()
                .filter(child -> child.name().equals("item"))
                .map(child -> child.attributeOr("jid", ""))
                .toList();
    }

    @Test
    void a_kick_tells_the_kicked_why_and_by_whom_and_then_the_others() {
        var romeo = in("romeo");
        var nurse = in("nurse");
        romeo.took();

        var answer = juliet.admin("<item nick='romeo' role='none'><reason>Avaunt!</reason></item>");
        assertThat(answer.type()).isEqualTo("result");
        var last = romeo.took().getLast();
        assertThat(codes(last)).containsExactly(110, 307);
        assertThat(item(last).child("reason").map(Element::text)).contains("Avaunt!");
        assertThat(item(last).child("actor").orElseThrow().attributeOr("nick", ""))
                .isEqualTo("juliet");
        assertThat(item(last).attributeOr("role", "")).isEqualTo("none");
        assertThat(nurse.got()).containsExactly("presence/romeo:unavailable 307");
        assertThat(world.journal.getLast())
                .isEqualTo(new RoomEvent.Kicked(
                        "juliet@verona.example", world.now(), "romeo", Jid.parse("romeo@verona.example"), "Avaunt!"));
        assertThat(romeo.joins("romeo").got())
                .as("who was kicked may come back")
                .contains("presence/romeo 110");
    }

    @Test
    void a_kick_of_a_nickname_with_several_clients_is_seen_once() {
        var romeo = in("romeo");
        var other = world.client("romeo", "garden", "two").joins("romeo");
        var nurse = in("nurse");
        romeo.took();
        other.took();
        juliet.gives("romeo", "none");

        assertThat(nurse.got()).containsExactly("presence/romeo:unavailable 307");
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 307");
        assertThat(other.got()).endsWith("presence/romeo:unavailable 110 307");
    }

    @Test
    void a_ban_puts_out_all_that_a_user_is_and_keeps_the_user_out() {
        var romeo = in("romeo");
        var other = world.client("romeo", "garden", "two").joins("montague");
        romeo.took();
        other.took();

        juliet.makes("romeo", "outcast");
        assertThat(codes(romeo.took().getFirst())).containsExactly(110, 301);
        assertThat(codes(other.took().getLast())).containsExactly(110, 301);
        assertThat(romeo.joins("romeo").refusal()).isEqualTo("forbidden");
        assertThat(world.state.affiliationOf(romeo.jid())).isEqualTo(Affiliation.OUTCAST);
    }

    @Test
    void who_is_banned_with_a_request_is_given_no_role_by_it() {
        var romeo = in("romeo");
        var answer = juliet.admin(
                "<item affiliation='outcast' jid='romeo@verona.example'/>" + "<item role='visitor' nick='romeo'/>");

        assertThat(answer.type()).isEqualTo("result");
        assertThat(codes(romeo.got1())).containsExactly(110, 301);
        assertThat(world.room.named("romeo")).isEmpty();
    }

    @Test
    void who_gives_and_takes_voices_without_end_is_slowed_down() {
        in("romeo");
        world.passes(Duration.ofMinutes(1));
        var rate = world.room.limits().rates().changes();
        for (var i = 0; i < rate.burst(); i++) {
            assertThat(juliet.admin(role(i)).type()).isEqualTo("result");
        }
        var journalled = world.journal.size();
        assertThat(conditionOf(juliet.admin(role(1)))).isEqualTo("resource-constraint");
        assertThat(world.journal).hasSize(journalled);

        world.passes(rate.over().dividedBy(rate.burst()));
        assertThat(juliet.admin(role(1)).type()).isEqualTo("result");
    }

    private static String role(int i) {
        return "<item nick='romeo' role='" + (i % 2 == 0 ? "visitor" : "participant") + "'/>";
    }

    @Test
    void a_request_with_as_many_items_as_it_may_have_is_made_some_times_at_once() {
        world.passes(Duration.ofMinutes(1));
        var most = world.room.limits().itemsPerRequestMax();
        var affordable = world.room.limits().rates().changes().burst() / (1 + most / RoomMachine.ITEMS_PER_CHANGE);
        for (var i = 0; i < affordable; i++) {
            assertThat(juliet.admin(members(i, most)).type()).isEqualTo("result");
        }
        assertThat(affordable).isEqualTo(2);
        assertThat(conditionOf(juliet.admin(members(affordable, most)))).isEqualTo("resource-constraint");
        assertThat(juliet.admin(members(affordable, 1)).type()).isEqualTo("result");
    }

    private static String members(int times, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "<item affiliation='member' jid='member" + times + "-" + i + "@verona.example'/>")
                .collect(Collectors.joining());
    }

    @Test
    void a_domain_can_be_banned_and_its_users_with_it() {
        var romeo = in("romeo");
        juliet.admin("<item affiliation='outcast' jid='verona.example'/>");

        assertThat(codes(romeo.took().getFirst())).contains(301);
        assertThat(world.client("nurse").joins("nurse").refusal()).isEqualTo("forbidden");
        assertThat(world.room.occupant(juliet.jid()))
                .as("whom the room knows by name stays")
                .isPresent();
    }

    @Test
    void an_affiliation_of_somebody_in_the_room_is_shown_to_all() {
        var romeo = in("romeo");
        juliet.admin("<item affiliation='admin' jid='romeo@verona.example'><reason>love</reason></item>");

        var seen = romeo.got1();
        assertThat(item(seen).attributeOr("affiliation", "")).isEqualTo("admin");
        assertThat(item(seen).attributeOr("role", "")).isEqualTo("moderator");
        assertThat(item(seen).child("reason").map(Element::text)).contains("love");

        juliet.makes("romeo", "none");
        assertThat(item(romeo.got1()).attributeOr("role", "")).isEqualTo("participant");
    }

    /// XEP-0045 §5.1: roles may be kept, and a voice that was taken must not come back by leaving.
    @Test
    void who_comes_back_is_what_it_was_until_it_is_something_better_to_the_room() {
        var romeo = in("romeo");
        juliet.gives("romeo", "visitor");
        assertThat(roleOfAgain(romeo)).isEqualTo("visitor");

        juliet.makes("romeo", "member");
        assertThat(roleOfAgain(romeo)).isEqualTo("participant");

        juliet.gives("romeo", "visitor");
        romeo.leaves();
        juliet.makes("romeo", "none");
        assertThat(roleOfAgain(romeo)).isEqualTo("visitor");
        romeo.leaves();
        juliet.makes("romeo", "member");
        assertThat(roleOfAgain(romeo)).as("also while it is away").isEqualTo("participant");
    }

    private static String roleOfAgain(RoomClient client) {
        client.leaves();
        client.took();
        client.joins("romeo");
        return client.took().stream()
                .filter(stanza -> codes(stanza).contains(110))
                .map(self -> item(self).attributeOr("role", ""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void somebody_who_is_not_in_the_room_is_told_by_mail() {
        juliet.makes("nurse", "member");

        var told = world.mail.getLast();
        assertThat(told.to()).isEqualTo(Jid.parse("nurse@verona.example"));
        assertThat(codes(told)).containsExactly(101);
        assertThat(item(told).attributeOr("affiliation", "")).isEqualTo("member");
    }

    @Test
    void a_new_member_of_a_members_only_room_is_invited() {
        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));
        juliet.makes("nurse", "member");

        var invitation = world.mail.getLast();
        assertThat(invitation.child("x", Namespaces.MUC_USER).orElseThrow().child("invite"))
                .isPresent();
    }

    @Test
    void who_changes_affiliations_writes_to_no_more_strangers_than_it_may_invite() {
        var most = RoomLimits.DEFAULT.rates().invitations().burst();
        world.mail.clear();
        for (var i = 0; i <= most; i++) {
            juliet.makes("stranger" + i, "member");
        }
        assertThat(world.mail).hasSize(most);
        assertThat(world.state.affiliationOf(Jid.parse("stranger" + most + "@verona.example")))
                .as("the change holds all the same")
                .isEqualTo(Affiliation.MEMBER);
    }

    @Test
    void who_is_no_member_any_more_leaves_a_members_only_room() {
        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));
        juliet.makes("romeo", "member");
        var romeo = in("romeo");

        juliet.makes("romeo", "none");
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 321");
    }

    @Test
    void the_last_owner_stays_one() {
        assertThat(conditionOf(juliet.makes("juliet", "admin"))).isEqualTo("conflict");
        assertThat(juliet.makes("romeo", "owner").type()).isEqualTo("result");
        assertThat(juliet.makes("juliet", "admin").type()).isEqualTo("result");
    }

    @Test
    void nobody_bans_oneself() {
        juliet.makes("romeo", "admin");
        var romeo = in("romeo");

        assertThat(conditionOf(juliet.makes("juliet", "outcast"))).isEqualTo("conflict");
        assertThat(conditionOf(romeo.makes("romeo", "outcast"))).isEqualTo("conflict");
        assertThat(conditionOf(juliet.gives("juliet", "none"))).isEqualTo("conflict");
    }

    /// XEP-0045 §5.2.2: what an actor of that affiliation gets who changes a target of that one so.
    @ParameterizedTest
    @CsvSource({
        "none,   none,    outcast, forbidden",
        "none,   none,    member,  forbidden",
        "member, none,    outcast, forbidden",
        "member, none,    member,  forbidden",
        "admin,  none,    outcast, result",
        "admin,  none,    member,  result",
        "admin,  member,  none,    result",
        "admin,  member,  outcast, result",
        "admin,  outcast, none,    result",
        "admin,  none,    admin,   forbidden",
        "admin,  none,    owner,   forbidden",
        "admin,  admin,   outcast, not-allowed",
        "admin,  admin,   none,    forbidden",
        "admin,  owner,   outcast, not-allowed",
        "admin,  owner,   admin,   forbidden",
        "owner,  none,    owner,   result",
        "owner,  admin,   none,    result",
        "owner,  admin,   outcast, result",
        "owner,  owner,   member,  result",
        "owner,  owner,   outcast, result",
    })
    void affiliations_are_changed_by_whom_the_tables_let(String actor, String target, String wanted, String answer) {
        juliet.makes("romeo", actor);
        if (!target.equals("none")) {
            juliet.makes("nurse", target);
        }
        var romeo = in("romeo");

        var told = romeo.makes("nurse", wanted);
        assertThat(told.isError() ? conditionOf(told) : told.type()).isEqualTo(answer);
    }

    /// XEP-0045 §5.1.3, §8, §9: what an actor gets who gives a target that role.
    @ParameterizedTest
    @CsvSource({
        // actor: affiliation, role; target: affiliation, role
        "none,   participant, none,   participant, none,        forbidden",
        "none,   moderator,   none,   participant, none,        result",
        "none,   moderator,   member, participant, none,        not-allowed",
        "none,   moderator,   none,   moderator,   none,        not-allowed",
        "member, moderator,   admin,  moderator,   none,        not-allowed",
        "admin,  moderator,   owner,  moderator,   none,        not-allowed",
        "admin,  moderator,   none,   moderator,   none,        result",
        "none,   moderator,   none,   participant, visitor,     result",
        "none,   moderator,   none,   visitor,     participant, result",
        "member, moderator,   member, participant, visitor,     not-allowed",
        "admin,  moderator,   member, participant, visitor,     result",
        "owner,  moderator,   admin,  moderator,   visitor,     not-allowed",
        "owner,  moderator,   owner,  moderator,   participant, not-allowed",
        "none,   moderator,   none,   participant, moderator,   forbidden",
        "admin,  moderator,   none,   participant, moderator,   result",
        "admin,  moderator,   none,   moderator,   participant, result",
        "none,   moderator,   none,   moderator,   participant, not-allowed",
        "admin,  moderator,   admin,  moderator,   participant, not-allowed",
    })
    void roles_are_given_by_whom_the_tables_let(
            String own, String role, String target, String targetRole, String wanted, String answer) {
        juliet.makes("romeo", own);
        juliet.makes("nurse", target);
        var romeo = in("romeo");
        in("nurse");
        juliet.gives("romeo", role);
        juliet.gives("nurse", targetRole);

        var told = romeo.gives("nurse", wanted);
        assertThat(told.isError() ? conditionOf(told) : told.type()).isEqualTo(answer);
    }

    @Test
    void several_changes_are_made_together_or_not_at_all() {
        var romeo = in("romeo");
        assertThat(conditionOf(juliet.admin("<item affiliation='member' jid='romeo@verona.example'/>"
                        + "<item affiliation='outcast' jid='juliet@verona.example'/>")))
                .isEqualTo("conflict");
        assertThat(world.state.affiliationOf(romeo.jid())).isEqualTo(Affiliation.NONE);

        juliet.admin("<item affiliation='member' jid='romeo@verona.example'/>"
                + "<item affiliation='outcast' jid='tybalt@verona.example'/>");
        assertThat(world.state.standings()).hasSize(3);
        assertThat(world.journal.getLast()).isInstanceOf(RoomEvent.AffiliationsChanged.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<item affiliation='member' role='visitor' nick='romeo' jid='romeo@verona.example'/>",
                "<item nick='romeo'/>",
                "<item role='visitor' jid='romeo@verona.example'/>",
                "<item role='king' nick='romeo'/>",
                "<item affiliation='king' jid='romeo@verona.example'/>",
                "<item affiliation='member' jid='@@'/>",
                "<item affiliation='member'/>",
                "<other/>",
            })
    void what_makes_no_sense_is_a_bad_request(String items) {
        in("romeo");

        assertThat(conditionOf(juliet.admin(items))).isEqualTo("bad-request");
    }

    @Test
    void a_nickname_that_nobody_has_is_not_found() {
        assertThat(conditionOf(juliet.gives("tybalt", "none"))).isEqualTo("item-not-found");
    }

    @Test
    void one_request_has_so_many_items_and_no_more() {
        var max = RoomLimits.DEFAULT.itemsPerRequestMax();

        assertThat(juliet.admin(members(max)).type()).isEqualTo("result");
        assertThat(conditionOf(juliet.admin(members(max + 1)))).isEqualTo("policy-violation");
    }

    private static String members(int count) {
        var items = new StringBuilder();
        for (var i = 0; i < count; i++) {
            items.append("<item affiliation='member' jid='m").append(i).append("@verona.example'/>");
        }
        return items.toString();
    }

    @Test
    void one_room_keeps_so_many_standings_and_no_more() {
        var small = new RoomWorld(Limits.affiliations(3));
        var owner = small.opened("juliet");

        assertThat(owner.admin(members(2)).type()).isEqualTo("result");
        assertThat(conditionOf(owner.makes("romeo", "member"))).isEqualTo("resource-constraint");
        assertThat(owner.makes("m0", "none").type()).isEqualTo("result");
        assertThat(owner.makes("romeo", "member").type()).isEqualTo("result");
    }

    @Test
    void and_so_many_bytes_of_them() {
        var small = new RoomWorld(Limits.storedBytes(4_000));
        var owner = small.opened("juliet");
        var added = 0;
        var answer = owner.makes("m0", "member");
        while (!answer.isError()) {
            added++;
            answer = owner.makes("m" + added, "member");
        }

        assertThat(conditionOf(answer)).isEqualTo("resource-constraint");
        assertThat(added).isBetween(10, 40);
        assertThat(owner.makes("m0", "none").type()).as("there is room again").isEqualTo("result");
        assertThat(owner.makes("romeo", "member").type()).isEqualTo("result");
    }

    @Test
    void a_reason_is_as_long_as_it_may_be_and_not_longer() {
        var longest = "x".repeat(RoomLimits.DEFAULT.reasonCharactersMax());
        var item = "<item affiliation='outcast' jid='tybalt@verona.example'><reason>%s</reason></item>";

        assertThat(conditionOf(juliet.admin(item.formatted(longest + "x")))).isEqualTo("policy-violation");
        assertThat(juliet.admin(item.formatted(longest)).type()).isEqualTo("result");
    }

    @Test
    void lists_come_in_pages() {
        juliet.admin(members(5));
        var first = juliet.asks(
                "get",
                "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member'/>"
                        + "<set xmlns='http://jabber.org/protocol/rsm'><max>2</max></set></query>");
        assertThat(jids(first)).containsExactly("m0@verona.example", "m1@verona.example");
        assertThat(first.toXml()).contains("<count>5</count>");

        var next = juliet.asks(
                "get",
                "<query xmlns='http://jabber.org/protocol/muc#admin'><item affiliation='member'/>"
                        + "<set xmlns='http://jabber.org/protocol/rsm'><after>m3@verona.example</after></set></query>");
        assertThat(jids(next)).containsExactly("m4@verona.example");
        assertThat(jids(juliet.lists("<item affiliation='member'/>"))).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource({
        "none,   outcast, forbidden, forbidden",
        "none,   member,  forbidden, result",
        "none,   admin,   forbidden, result",
        "none,   owner,   forbidden, result",
        "member, outcast, forbidden, forbidden",
        "member, member,  forbidden, result",
        "member, owner,   forbidden, result",
        "admin,  outcast, result,    result",
        "admin,  member,  result,    result",
        "admin,  admin,   forbidden, result",
        "admin,  owner,   forbidden, result",
        "owner,  owner,   result,    result",
    })
    void lists_are_for_those_who_may_see_addresses(String own, String list, String semi, String open) {
        juliet.makes("romeo", own);
        var romeo = in("romeo");
        var asked = "<item affiliation='" + list + "'/>";

        var hidden = romeo.lists(asked);
        assertThat(hidden.isError() ? conditionOf(hidden) : hidden.type()).isEqualTo(semi);
        juliet.submits(FormField.of("muc#roomconfig_whois", "anyone"));
        var shown = romeo.lists(asked);
        assertThat(shown.isError() ? conditionOf(shown) : shown.type()).isEqualTo(open);
    }

    @Test
    void moderators_see_who_has_a_voice_and_admins_who_moderates() {
        var romeo = in("romeo");
        assertThat(conditionOf(romeo.lists("<item role='participant'/>"))).isEqualTo("forbidden");
        juliet.gives("romeo", "moderator");

        var voices = romeo.lists("<item role='participant'/>");
        assertThat(voices.type()).isEqualTo("result");
        assertThat(conditionOf(romeo.lists("<item role='moderator'/>"))).isEqualTo("forbidden");
        assertThat(jids(juliet.lists("<item role='moderator'/>")))
                .containsExactly("juliet@verona.example/balcony", "romeo@verona.example/balcony");
    }

    @Test
    void a_voice_that_was_taken_is_not_given_back_by_leaving() {
        var romeo = in("romeo");
        juliet.gives("romeo", "visitor");
        romeo.leaves();
        romeo.joins("romeo");
        romeo.took();

        assertThat(romeo.says("I am back").refusal()).isEqualTo("forbidden");
    }

    @Test
    void a_voice_is_as_it_was_in_the_next_life_of_the_room() {
        in("romeo");
        juliet.gives("romeo", "visitor");
        assertThat(roleOfAgain(world.another().client("romeo"))).isEqualTo("visitor");

        juliet.gives("romeo", "participant");
        assertThat(roleOfAgain(world.another().client("romeo"))).isEqualTo("participant");
        juliet.submits(FormField.of("muc#roomconfig_moderatedroom", "1"));
        assertThat(roleOfAgain(world.another().client("romeo"))).isEqualTo("visitor");
        juliet.gives("romeo", "participant");
        assertThat(roleOfAgain(world.another().client("romeo"))).isEqualTo("participant");
    }

    @Test
    void a_room_that_is_made_anew_knows_nothing_of_voices() {
        in("romeo");
        juliet.gives("romeo", "visitor");
        world.room.destroy("operator", "", "", () -> {});

        world.opened("juliet");
        assertThat(roleOfAgain(world.client("romeo"))).isEqualTo("participant");
    }

    @Test
    void who_was_made_a_moderator_is_one_until_it_leaves() {
        var romeo = in("romeo");
        juliet.gives("romeo", "moderator");

        assertThat(roleOfAgain(romeo)).isEqualTo("participant");
    }

    @Test
    void nor_does_a_kick_or_a_ban_that_was_lifted_give_a_moderator_back_its_powers() {
        var romeo = in("romeo");
        juliet.gives("romeo", "moderator");
        juliet.gives("romeo", "none");
        assertThat(roleOfAgain(romeo)).isEqualTo("participant");

        juliet.gives("romeo", "moderator");
        juliet.makes("romeo", "outcast");
        juliet.makes("romeo", "none");
        assertThat(roleOfAgain(romeo)).isEqualTo("participant");
    }

    @Test
    void who_loses_a_place_in_the_room_loses_the_moderators_role_given_by_hand() {
        juliet.makes("romeo", "member");
        var romeo = in("romeo");
        juliet.gives("romeo", "moderator");
        juliet.makes("romeo", "none");
        assertThat(world.room.occupant(romeo.jid()).orElseThrow().role()).isEqualTo(Role.PARTICIPANT);

        juliet.makes("romeo", "admin");
        juliet.makes("romeo", "none");
        assertThat(roleOfAgain(romeo)).isEqualTo("participant");
    }

    @Test
    void where_voices_are_given_who_has_one_keeps_it_but_not_through_a_kick() {
        juliet.submits(FormField.of("muc#roomconfig_moderatedroom", "1"));
        var romeo = in("romeo");
        juliet.gives("romeo", "participant");
        assertThat(roleOfAgain(romeo)).isEqualTo("participant");

        juliet.gives("romeo", "none");
        assertThat(roleOfAgain(romeo)).isEqualTo("visitor");
    }

    @Test
    void a_voice_that_was_taken_comes_back_with_a_place_in_the_room_alone() {
        var romeo = in("romeo");
        juliet.gives("romeo", "visitor");
        juliet.gives("romeo", "none");
        assertThat(roleOfAgain(romeo)).isEqualTo("visitor");
        juliet.makes("romeo", "outcast");
        juliet.makes("romeo", "none");
        assertThat(roleOfAgain(romeo)).isEqualTo("visitor");

        juliet.makes("romeo", "member");
        assertThat(roleOfAgain(romeo)).isEqualTo("participant");
    }

    @Test
    void a_nickname_can_be_reserved_for_a_user_and_freed() {
        juliet.admin("<item affiliation='member' jid='romeo@verona.example' nick='monty'/>");
        var nurse = world.client("nurse").joins("MONTY");
        assertThat(nurse.refusal()).isEqualTo("conflict");
        assertThat(world.client("romeo").joins("monty").got()).contains("presence/monty 110");

        juliet.admin("<item affiliation='member' jid='romeo@verona.example' nick=''/>");
        assertThat(world.state.nickOf(Jid.parse("romeo@verona.example"))).isEmpty();
    }

    @Test
    void a_reserved_nickname_is_one_that_can_be_used_and_nobody_elses() {
        var item = "<item affiliation='member' jid='romeo@verona.example' nick='%s'/>";
        assertThat(conditionOf(juliet.admin(item.formatted("a\u200bb")))).isEqualTo("bad-request");
        assertThat(conditionOf(juliet.admin(item.formatted("r".repeat(RoomLimits.DEFAULT.nickCharactersMax() + 1)))))
                .isEqualTo("bad-request");
        assertThat(conditionOf(juliet.admin(item.formatted("monty")
                        + "<item affiliation='member' jid='nurse@verona.example' nick='MONTY'/>")))
                .isEqualTo("conflict");
        assertThat(conditionOf(juliet.admin(item.formatted("juliet")))).isEqualTo("conflict");
        assertThat(world.state.nickOf(Jid.parse("romeo@verona.example"))).isEmpty();

        assertThat(juliet.admin(item.formatted("r".repeat(RoomLimits.DEFAULT.nickCharactersMax())))
                        .type())
                .isEqualTo("result");
    }

    @Test
    void who_is_banned_gets_no_nickname() {
        juliet.admin("<item affiliation='outcast' jid='romeo@verona.example' nick='monty'/>");

        assertThat(world.client("nurse").joins("monty").got()).contains("presence/monty 110");
    }

    @Test
    void a_ban_frees_the_nickname() {
        juliet.admin("<item affiliation='member' jid='romeo@verona.example' nick='monty'/>");
        juliet.makes("romeo", "outcast");

        assertThat(world.client("nurse").joins("monty").got()).contains("presence/monty 110");
    }

    @Test
    void an_admin_of_the_service_owns_every_room() {
        var prince = in("prince");

        assertThat(prince.makes("juliet", "outcast").isError())
                .as("but the room keeps an owner of its own")
                .isTrue();
        assertThat(prince.gives("juliet", "visitor").isError()).isTrue();
        assertThat(prince.makes("romeo", "owner").type()).isEqualTo("result");
        assertThat(conditionOf(in("romeo").makes("prince", "outcast"))).isEqualTo("not-allowed");
        assertThat(prince.makes("juliet", "outcast").type()).isEqualTo("result");
    }

    @Test
    void operators_do_the_same_by_name() {
        var romeo = in("romeo");
        var done = new int[1];
        world.room.kick("operator", "romeo", "order", () -> done[0]++);
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 307");

        var owner = Jid.parse("juliet@verona.example");
        world.room.affiliate(
                "operator",
                List.of(new RoomEvent.AffiliationsChanged.Change(owner, Affiliation.NONE, "")),
                () -> done[0]++);
        assertThat(world.state.affiliationOf(owner)).as("the last owner").isEqualTo(Affiliation.OWNER);

        world.room.destroy("operator", "enough", "", () -> done[0]++);
        assertThat(juliet.got()).contains("presence/juliet:unavailable 110");
        world.room.create("operator", owner, RoomConfig.DEFAULT, () -> done[0]++);
        assertThat(world.state.locked()).isFalse();
        assertThat(done[0]).isEqualTo(4);
        assertThat(world.journal.getLast().by()).isEqualTo("operator");
    }
}
