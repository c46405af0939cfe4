package io.kith.sharding.room;

import static io.kith.sharding.room.RoomClient.codes;
import static io.kith.sharding.room.RoomClient.conditionOf;
import static io.kith.sharding.room.RoomClient.errorOf;
import static io.kith.sharding.room.RoomClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.room.relay.RelayItem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class JoiningTest {

    private final RoomWorld world = new RoomWorld();

    @Test
    void whoever_enters_a_room_that_is_not_there_makes_it_and_owns_it() {
        var juliet = world.client("juliet").joins("juliet");

        var stanzas = juliet.took();
        assertThat(codes(stanzas.getFirst())).containsExactly(110, 201);
        assertThat(item(stanzas.getFirst()).attributeOr("affiliation", "")).isEqualTo("owner");
        assertThat(item(stanzas.getFirst()).attributeOr("role", "")).isEqualTo("moderator");
        assertThat(world.journal.getFirst()).isInstanceOf(RoomEvent.Created.class);
    }

    @Test
    void others_find_a_room_locked_until_it_is_configured() {
        var juliet = world.client("juliet").joins("juliet");
        var romeo = world.client("romeo").joins("romeo");

        assertThat(romeo.refusal()).isEqualTo("item-not-found");

        assertThat(juliet.submits().type()).isEqualTo("result");
        romeo.joins("romeo");
        assertThat(romeo.got()).containsExactly("presence/juliet", "presence/romeo 110", "message:groupchat []");
    }

    @Test
    void a_room_that_is_not_configured_in_time_is_destroyed() {
        var juliet = world.client("juliet").joins("juliet");
        juliet.took();

        world.passes(Configuring.LOCKED_MAX);
        assertThat(juliet.took()).isEmpty();

        world.passes(Duration.ofSeconds(1));
        assertThat(juliet.got()).containsExactly("presence/juliet:unavailable 110");
        assertThat(world.state.exists()).isFalse();
    }

    @Test
    void creation_may_be_restricted() {
        var restricted = new RoomWorld(
                RoomLimits.DEFAULT,
                (user, room) -> CompletableFuture.completedFuture(Optional.of(StanzaError.NOT_ALLOWED)),
                List.of());
        var juliet = restricted.client("juliet").joins("juliet");

        assertThat(juliet.refusal()).isEqualTo("not-allowed");
        assertThat(restricted.journal).isEmpty();
    }

    @Test
    void everybody_is_shown_before_oneself_then_history_then_the_subject() {
        var juliet = world.opened("juliet");
        world.client("nurse").joins("nurse");
        juliet.says("hello");
        juliet.sends("<message type='groupchat'><subject>Love</subject></message>");
        var romeo = world.client("romeo").joins("romeo");

        assertThat(romeo.got())
                .containsExactly(
                        "presence/juliet",
                        "presence/nurse",
                        "presence/romeo 110",
                        "message/juliet:groupchat hello",
                        "message/juliet:groupchat [Love]");
        assertThat(juliet.got()).contains("presence/romeo");
    }

    @Test
    void only_moderators_see_real_addresses_in_a_semi_anonymous_room() {
        var juliet = world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        var nurse = world.client("nurse").joins("nurse");

        assertThat(item(juliet.took().getLast()).attributeOr("jid", "")).isEqualTo("nurse@verona.example/balcony");
        assertThat(item(romeo.took().getLast()).attribute("jid")).isEmpty();
        assertThat(item(nurse.took().getFirst()).attribute("jid")).isEmpty();
    }

    @Test
    void everybody_sees_them_in_a_non_anonymous_one() {
        var juliet = world.opened("juliet");
        juliet.submits(FormField.of("muc#roomconfig_whois", "anyone"));
        var romeo = world.client("romeo").joins("romeo");
        romeo.took();
        world.client("nurse").joins("nurse");

        assertThat(item(romeo.took().getLast()).attributeOr("jid", "")).isEqualTo("nurse@verona.example/balcony");
    }

    @Test
    void without_a_nickname_it_is_jid_malformed() {
        world.opened("juliet");
        var romeo = world.client("romeo").sends("<presence><x xmlns='http://jabber.org/protocol/muc'/></presence>");

        var refusal = romeo.got1();
        assertThat(conditionOf(refusal)).isEqualTo("jid-malformed");
        assertThat(errorOf(refusal).type()).isEqualTo(StanzaError.Type.MODIFY);
        assertThat(refusal.has("x", Namespaces.MUC)).isTrue();
    }

    @Test
    void a_nickname_in_use_is_a_conflict_for_others() {
        world.opened("juliet");
        var romeo = world.client("romeo").joins("juliet");

        assertThat(romeo.refusal()).isEqualTo("conflict");
    }

    @Test
    void so_is_one_that_looks_like_it() {
        world.opened("juliet");
        var romeo = world.client("romeo");

        for (var alike : List.of("Juliet", "jυliеt", "ｊｕｌｉｅｔ", "juliet ", "ju liet", "juliet\u2800")) {
            romeo.joins(alike);
            assertThat(romeo.refusal()).as(alike).isEqualTo("conflict");
        }
    }

    @Test
    void several_clients_of_one_user_share_a_nickname() {
        var balcony = world.opened("juliet");
        var chamber = world.client("juliet", "chamber", "two").joins("juliet");
        var romeo = world.client("romeo").joins("romeo");
        balcony.took();
        chamber.took();
        romeo.took();

        chamber.says("from here");
        assertThat(balcony.got()).containsExactly("message/juliet:groupchat from here");
        assertThat(chamber.got()).containsExactly("message/juliet:groupchat from here");

        chamber.leaves();
        assertThat(chamber.got()).containsExactly("presence/juliet:unavailable 110");
        assertThat(romeo.got())
                .contains("message/juliet:groupchat from here")
                .doesNotContain("presence/juliet:unavailable");

        balcony.leaves();
        assertThat(romeo.got()).containsExactly("presence/juliet:unavailable");
    }

    @Test
    void a_second_client_that_writes_the_nickname_otherwise_gets_the_one_in_use() {
        world.opened("juliet");
        var chamber = world.client("juliet", "chamber", "two").joins("JULIET");

        assertThat(chamber.got()).containsExactly("presence/juliet 110 210", "message:groupchat []");
    }

    @Test
    void a_nickname_may_have_so_many_clients_and_no_more() {
        var juliet = world.opened("juliet");
        for (var i = 1; i < RoomLimits.DEFAULT.sessionsPerNickMax(); i++) {
            if (i % 10 == 0) {
                world.passes(Duration.ofSeconds(30));
            }
            assertThat(world.client("juliet", "r" + i, "one")
                            .joins("juliet")
                            .got()
                            .getFirst())
                    .isEqualTo("presence/juliet 110");
        }
        world.passes(Duration.ofSeconds(30));

        assertThat(world.client("juliet", "last", "one").joins("juliet").refusal())
                .isEqualTo("resource-constraint");
        juliet.took();
        assertThat(juliet.joins("juliet").got()).contains("presence/juliet 110");
    }

    @Test
    void a_crowd_that_enters_costs_the_store_one_read() {
        var world = new RoomWorld();
        var juliet = world.opened("juliet");
        for (var i = 0; i < 30; i++) {
            juliet.says("word " + i);
        }
        var events = world.journal.size();
        for (var i = 0; i < 500; i++) {
            var guest = world.client("guest" + i).joins("guest" + i);
            assertThat(guest.took().stream().filter(one -> one.body().isPresent()))
                    .hasSize(20);
        }

        assertThat(world.room.everybody()).hasSize(501);
        assertThat(world.reads).isEqualTo(1);
        assertThat(world.journal).hasSize(events);
    }

    @Test
    void who_enters_again_is_told_everything_again() {
        world.opened("juliet").says("hello");
        var romeo = world.client("romeo").joins("romeo");
        var first = romeo.got();
        romeo.joins("romeo");

        assertThat(romeo.got()).isEqualTo(first);
        assertThat(world.room.everybody()).hasSize(2);
    }

    @Test
    void presence_of_who_is_not_in_the_room_is_no_entry() {
        world.opened("juliet");
        var romeo = world.client("romeo").sends("<presence to='" + RoomClient.address("romeo") + "'/>");

        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 307 333");
        assertThat(world.room.everybody()).hasSize(1);
    }

    @Test
    void what_only_the_room_may_say_is_cut_out_of_presence() {
        var juliet = world.opened("juliet");
        world.client("romeo")
                .sends("<presence to='" + RoomClient.address("romeo") + "'><x xmlns='http://jabber.org/protocol/muc'/>"
                        + "<show>away</show><x xmlns='http://jabber.org/protocol/muc#user'>"
                        + "<item affiliation='owner' role='moderator'/></x></presence>");

        var shown = juliet.got1();
        assertThat(item(shown).attributeOr("affiliation", "")).isEqualTo("none");
        assertThat(shown.children().stream()
                        .filter(child -> child.is("x", Namespaces.MUC_USER))
                        .count())
                .isEqualTo(1);
        assertThat(shown.has("x", Namespaces.MUC)).isFalse();
        assertThat(shown.has("show", Namespaces.CLIENT)).isTrue();
    }

    @Test
    void a_change_of_presence_is_shown_to_all() {
        var juliet = world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        juliet.took();
        romeo.took();

        romeo.sends("<presence><show>dnd</show></presence>");
        assertThat(juliet.got1().child("show", Namespaces.CLIENT).orElseThrow().text())
                .isEqualTo("dnd");
        assertThat(romeo.got()).containsExactly("presence/romeo 110");
    }

    @Test
    void another_nickname_is_told_as_a_going_and_a_coming() {
        var juliet = world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        juliet.took();
        romeo.took();

        romeo.sends("<presence to='" + RoomClient.address("montague") + "'/>");
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 303", "presence/montague 110");
        var seen = juliet.took();
        assertThat(codes(seen.getFirst())).containsExactly(303);
        assertThat(item(seen.getFirst()).attributeOr("nick", "")).isEqualTo("montague");
        assertThat(item(seen.getFirst()).attributeOr("role", "")).isEqualTo("participant");
        assertThat(RoomClient.brief(seen.getLast())).isEqualTo("presence/montague");
    }

    @Test
    void a_nickname_of_somebody_else_is_not_to_be_had_by_changing() {
        world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        romeo.took();

        romeo.sends("<presence to='" + RoomClient.address("JULIET") + "'/>");
        assertThat(romeo.refusal()).isEqualTo("conflict");
    }

    @Test
    void two_nicknames_of_one_user_can_become_one() {
        var balcony = world.opened("juliet");
        var chamber = world.client("juliet", "chamber", "one").joins("daughter");
        var romeo = world.client("romeo").joins("romeo");
        romeo.took();

        chamber.sends("<presence to='" + RoomClient.address("juliet") + "'/>");
        assertThat(romeo.got()).containsExactly("presence/daughter:unavailable 303", "presence/juliet");
        assertThat(world.room.named("juliet").orElseThrow().sessions()).containsExactly(balcony.jid(), chamber.jid());
        assertThat(world.room.everybody()).hasSize(2);
    }

    @Test
    void who_enters_again_under_another_of_its_nicknames_is_there_once() {
        var balcony = world.opened("juliet");
        var chamber = world.client("juliet", "chamber", "one").joins("daughter");
        var romeo = world.client("romeo").joins("romeo");
        romeo.took();
        chamber.took();

        chamber.joins("juliet");
        assertThat(romeo.got()).containsExactly("presence/daughter:unavailable 303", "presence/juliet");
        assertThat(chamber.got()).contains("presence/juliet 110").doesNotContain("presence/daughter 110");
        assertThat(world.room.named("juliet").orElseThrow().sessions()).containsExactly(balcony.jid(), chamber.jid());
        assertThat(world.room.everybody()).extracting(Occupant::nick).containsExactly("juliet", "romeo");
    }

    @Test
    void a_voice_that_was_taken_does_not_come_back_with_another_nickname() {
        var juliet = world.opened("juliet");
        var orchard = world.client("romeo").joins("romeo");
        var garden = world.client("romeo", "garden", "one").joins("montague");
        juliet.gives("romeo", "visitor");
        juliet.took();

        orchard.sends("<presence to='" + RoomClient.address("montague") + "'/>");
        assertThat(item(juliet.took().getLast()).attributeOr("role", "")).isEqualTo("visitor");
        orchard.took();
        garden.took();
        orchard.says("I am a stranger");
        garden.says("So am I");
        assertThat(orchard.refusal()).isEqualTo("forbidden");
        assertThat(garden.refusal()).isEqualTo("forbidden");
    }

    @Test
    void nor_by_entering_with_the_nickname_of_another_client() {
        var juliet = world.opened("juliet");
        var orchard = world.client("romeo").joins("romeo");
        world.client("romeo", "garden", "one").joins("montague");
        juliet.gives("romeo", "visitor");
        orchard.joins("montague");
        orchard.took();

        orchard.says("I am a stranger");
        assertThat(orchard.refusal()).isEqualTo("forbidden");
        juliet.gives("montague", "participant");
        orchard.took();
        orchard.says("By whose direction found'st thou out this place?");
        assertThat(orchard.got()).hasSize(1).first().asString().startsWith("message/montague:groupchat");
    }

    @Test
    void a_long_nickname_is_not_acceptable() {
        world.opened("juliet");
        var romeo = world.client("romeo");

        assertThat(romeo.joins("r".repeat(RoomLimits.DEFAULT.nickCharactersMax()))
                        .got()
                        .getLast())
                .startsWith("message");
        romeo.sends(
                "<presence to='" + RoomClient.address("r".repeat(RoomLimits.DEFAULT.nickCharactersMax() + 1)) + "'/>");
        assertThat(romeo.refusal()).isEqualTo("not-acceptable");
    }

    @Test
    void who_enters_too_often_has_to_wait_and_nobody_else_does() {
        world.opened("juliet");
        var romeo = world.client("romeo");
        IntStream.range(0, RoomLimits.DEFAULT.rates().joins().burst()).forEach(_ -> romeo.joins("romeo"));
        assertThat(romeo.got()).noneMatch(brief -> brief.contains("error"));

        romeo.joins("romeo");
        assertThat(romeo.refusal()).isEqualTo("resource-constraint");
        assertThat(world.client("nurse").joins("nurse").got()).contains("presence/nurse 110");

        world.passes(RoomLimits.DEFAULT.rates().joins().over());
        assertThat(romeo.joins("romeo").got()).contains("presence/romeo 110");
    }

    @Test
    void who_changes_nicknames_too_often_has_to_wait() {
        world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        IntStream.range(0, RoomLimits.DEFAULT.rates().nickChanges().burst())
                .forEach(i -> romeo.sends("<presence to='" + RoomClient.address("romeo" + i) + "'/>"));
        assertThat(romeo.got()).noneMatch(brief -> brief.contains("error"));

        romeo.sends("<presence to='" + RoomClient.address("again") + "'/>");
        assertThat(romeo.refusal()).isEqualTo("resource-constraint");
    }

    /// XEP-0045 §7.6: another nickname is another nickname, however it is asked for.
    @Test
    void also_who_enters_anew_each_time() {
        world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        IntStream.range(0, RoomLimits.DEFAULT.rates().nickChanges().burst()).forEach(i -> romeo.joins("romeo" + i));
        assertThat(romeo.got()).noneMatch(brief -> brief.contains("error"));

        assertThat(romeo.joins("again").refusal()).isEqualTo("resource-constraint");
        romeo.joins("romeo" + (RoomLimits.DEFAULT.rates().nickChanges().burst() - 1));
        assertThat(romeo.got()).as("under the same name").noneMatch(brief -> brief.contains("error"));
    }

    @Test
    void who_changes_presence_too_often_has_to_wait() {
        world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        IntStream.range(0, RoomLimits.DEFAULT.rates().presences().burst()).forEach(_ -> romeo.sends("<presence/>"));
        assertThat(romeo.got()).noneMatch(brief -> brief.contains("error"));

        romeo.sends("<presence/>");
        assertThat(romeo.refusal()).isEqualTo("resource-constraint");
    }

    @Test
    void presence_has_a_size() {
        world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        romeo.took();

        romeo.sends("<presence><status>" + "x".repeat(RoomLimits.DEFAULT.presenceBytesMax()) + "</status></presence>");
        assertThat(romeo.refusal()).isEqualTo("policy-violation");
    }

    @Test
    void in_a_moderated_room_one_listens_first_and_members_speak() {
        var juliet = world.opened("juliet");
        juliet.submits(FormField.of("muc#roomconfig_moderatedroom", "1"));
        juliet.makes("nurse", "member");
        juliet.took();

        world.client("romeo").joins("romeo");
        assertThat(item(juliet.took().getLast()).attributeOr("role", "")).isEqualTo("visitor");
        world.client("nurse").joins("nurse");
        assertThat(item(juliet.took().getLast()).attributeOr("role", "")).isEqualTo("participant");
    }

    @Test
    void joins_are_rolled_up_from_the_size_that_owners_set() {
        var juliet = world.opened("juliet");
        juliet.submits(FormField.of("urn:kith:room#rollup", "2"));
        var romeo = world.client("romeo").joins("romeo");
        assertThat(world.relayOn("one").terms.rolledUp()).isTrue();
        juliet.took();
        romeo.took();

        var nurse = world.client("nurse").joins("nurse");
        assertThat(romeo.took()).isEmpty();
        assertThat(nurse.got()).startsWith("presence/juliet", "presence/nurse 110");

        romeo.leaves();
        assertThat(juliet.got())
                .as("who moderates sees them all")
                .containsExactly("presence/nurse", "presence/romeo:unavailable");
        nurse.took();
        world.client("tybalt").joins("tybalt").leaves();
        assertThat(juliet.got()).containsExactly("presence/tybalt", "presence/tybalt:unavailable");
        assertThat(nurse.took()).isEmpty();
        nurse.leaves();
        assertThat(world.relayOn("one").terms.rolledUp()).isFalse();
    }

    /// §8.2, §8.4: a moderator sees what it does, and all see who is put out.
    @Test
    void also_where_joins_are_rolled_up_moderators_see_whom_they_mute_and_all_whom_they_kick() {
        var juliet = world.opened("juliet");
        juliet.submits(FormField.of("urn:kith:room#rollup", "2"));
        var romeo = world.client("romeo").joins("romeo");
        var nurse = world.client("nurse").joins("nurse");
        juliet.took();
        romeo.took();
        nurse.took();

        juliet.gives("nurse", "visitor");
        assertThat(item(juliet.got1()).attributeOr("role", "")).isEqualTo("visitor");
        assertThat(item(nurse.got1()).attributeOr("role", "")).isEqualTo("visitor");
        assertThat(romeo.took()).isEmpty();

        juliet.gives("nurse", "none");
        assertThat(juliet.got()).containsExactly("presence/nurse:unavailable 307");
        assertThat(romeo.got()).containsExactly("presence/nurse:unavailable 307");
        assertThat(nurse.got()).containsExactly("presence/nurse:unavailable 110 307");
    }

    @Test
    void relays_know_since_when_an_occupant_is_seen_by_so_many() {
        var juliet = world.opened("juliet");
        var romeo = world.client("romeo").joins("romeo");
        var entered = world.relayOn("one").shows("romeo");
        assertThat(entered.turned()).isEqualTo(entered.order());

        romeo.sends("<presence><show>away</show></presence>");
        assertThat(world.relayOn("one").shows("romeo").turned()).isEqualTo(entered.turned());

        juliet.gives("romeo", "moderator");
        var moderates = world.relayOn("one").shows("romeo");
        assertThat(moderates.turned()).isEqualTo(romeo.position);
        assertThat(moderates.order()).isEqualTo(entered.order());
    }

    @Test
    void roles_that_are_not_broadcast_are_seen_by_moderators_alone() {
        var juliet = world.opened("juliet");
        juliet.submits(
                FormField.of("muc#roomconfig_moderatedroom", "1"),
                FormField.of("muc#roomconfig_presencebroadcast", "moderator", "participant"));
        var romeo = world.client("romeo").joins("romeo");
        juliet.took();
        romeo.took();

        var nurse = world.client("nurse").joins("nurse");
        assertThat(juliet.got()).containsExactly("presence/nurse");
        assertThat(romeo.took()).isEmpty();
        assertThat(nurse.got()).startsWith("presence/juliet", "presence/nurse 110");
    }

    /// Its relay may not have heard of it, and may be another one by now.
    @Test
    void who_has_to_be_let_in_once_more_is_told_all_that_it_was_told() {
        var logged = new RoomWorld((RoomAspect) hooks -> hooks.joinCodes((_, _) -> List.of(170)));
        var juliet = logged.client("juliet").joins("juliet");
        var joining = logged.room.joining();
        var occupant = logged.room.occupant(juliet.jid()).orElseThrow();

        assertThat(List.of(joining.welcome(occupant, juliet.jid()), joining.welcomeAgain(occupant, juliet.jid())))
                .allSatisfy(item -> assertThat(codesOf(item)).containsExactly(110, 170, 201));
        juliet.submits();
        assertThat(codesOf(joining.welcome(occupant, juliet.jid()))).containsExactly(110, 170);
    }

    private static List<Integer> codesOf(RelayItem welcome) {
        return codes(((RelayItem.Join) welcome).self().getFirst());
    }
}
