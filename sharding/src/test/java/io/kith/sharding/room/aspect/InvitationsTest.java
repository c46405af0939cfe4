package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.Affiliation;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.room.RoomWorld;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InvitationsTest {

    private static final Jid NURSE = Jid.parse("nurse@verona.example");
    private final RoomWorld world = new RoomWorld(new Invitations(), new MembersOnly(), new Password());
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo").joins("romeo");

    InvitationsTest() {
        juliet.took();
        romeo.took();
    }

    private static RoomClient invites(RoomClient client, String... users) {
        var xml = new StringBuilder("<message id='i1'><x xmlns='http://jabber.org/protocol/muc#user'>");
        for (var user : users) {
            xml.append("<invite to='")
                    .append(user)
                    .append("@verona.example'><reason>Hey</reason>")
                    .append("<continue thread='t1'/></invite>");
        }
        return client.sends(xml.append("</x></message>").toString());
    }

    private static Element invite(Stanza message) {
        return message.child("x", Namespaces.MUC_USER)
                .orElseThrow()
                .child("invite")
                .orElseThrow();
    }

    @Test
    void an_invitation_says_from_whom_and_why_and_how_to_get_in() {
        juliet.submits(
                FormField.of("muc#roomconfig_passwordprotectedroom", "1"),
                FormField.of("muc#roomconfig_roomsecret", "cauldronburn"));
        romeo.took();
        invites(romeo, "nurse");

        var got = world.mail.getLast();
        assertThat(got.to()).isEqualTo(NURSE);
        assertThat(got.from()).isEqualTo(RoomWorld.ROOM);
        assertThat(got.type()).isEmpty();
        assertThat(invite(got).attributeOr("from", "")).isEqualTo("romeo@verona.example");
        assertThat(invite(got).child("reason").map(Element::text)).contains("Hey");
        assertThat(invite(got).child("continue").orElseThrow().attributeOr("thread", ""))
                .isEqualTo("t1");
        assertThat(got.child("x", Namespaces.MUC_USER)
                        .orElseThrow()
                        .child("password")
                        .map(Element::text))
                .contains("cauldronburn");
        assertThat(romeo.took()).isEmpty();
    }

    @Test
    void several_are_invited_at_once() {
        invites(romeo, "nurse", "tybalt");

        assertThat(world.mail.stream().map(Stanza::to)).containsExactly(NURSE, Jid.parse("tybalt@verona.example"));
    }

    @Test
    void one_message_invites_so_many_and_no_more() {
        var max = RoomLimits.DEFAULT.invitesPerMessageMax();
        var users = new String[max];
        for (var i = 0; i < max; i++) {
            users[i] = "u" + i;
        }
        invites(romeo, users);
        assertThat(world.mail).hasSize(max);
        users = java.util.Arrays.copyOf(users, max + 1);
        users[max] = "one-more";
        assertThat(invites(juliet, users).refusal()).isEqualTo("policy-violation");
    }

    @Test
    void who_invites_too_many_has_to_wait_and_nobody_else_does() {
        for (var i = 0; i < RoomLimits.DEFAULT.rates().invitations().burst(); i++) {
            invites(romeo, "u" + i);
        }
        assertThat(romeo.took()).isEmpty();

        assertThat(invites(romeo, "nurse").refusal()).isEqualTo("resource-constraint");
        invites(juliet, "nurse");
        assertThat(world.mail.getLast().to()).isEqualTo(NURSE);
    }

    @Test
    void from_outside_nobody_is_invited() {
        assertThat(invites(world.client("paris"), "nurse").refusal()).isEqualTo("not-acceptable");
    }

    @Test
    void what_is_no_address_is_not_found() {
        romeo.sends("<message><x xmlns='http://jabber.org/protocol/muc#user'><invite to='@@'/></x></message>");

        assertThat(romeo.refusal()).isEqualTo("item-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verona.example", "conference.verona.example", "lair@conference.verona.example"})
    void no_member_opens_a_members_only_room_to_a_domain_or_another_room(String address) {
        juliet.makes("romeo", "member");
        juliet.submits(
                FormField.of("muc#roomconfig_membersonly", "1"), FormField.of("muc#roomconfig_allowinvites", "1"));
        romeo.took();
        world.mail.clear();
        romeo.sends("<message><x xmlns='http://jabber.org/protocol/muc#user'><invite to='nurse@verona.example'/>"
                + "<invite to='" + address + "'/></x></message>");

        assertThat(romeo.refusal()).isEqualTo("item-not-found");
        assertThat(world.mail).isEmpty();
        assertThat(world.state.standings())
                .containsOnlyKeys(juliet.jid().bare(), romeo.jid().bare());
        assertThat(world.client("tybalt").joins("tybalt").refusal()).isEqualTo("registration-required");
    }

    @Test
    void who_is_banned_is_not_invited() {
        juliet.makes("nurse", "outcast");

        assertThat(invites(romeo, "nurse").refusal()).isEqualTo("not-allowed");
    }

    @Test
    void into_a_members_only_room_admins_invite_and_members_where_they_may() {
        juliet.makes("romeo", "member");
        juliet.submits(FormField.of("muc#roomconfig_membersonly", "1"));
        romeo.took();
        world.mail.clear();
        assertThat(invites(romeo, "nurse").refusal()).isEqualTo("forbidden");

        juliet.submits(FormField.of("muc#roomconfig_allowinvites", "1"));
        invites(romeo, "nurse");
        assertThat(world.mail).hasSize(1);
        assertThat(world.state.affiliationOf(NURSE)).isEqualTo(Affiliation.MEMBER);
        assertThat(world.client("nurse").joins("nurse").got()).contains("presence/nurse 110");
    }

    @Test
    void an_invitation_into_an_open_room_makes_nobody_a_member() {
        invites(romeo, "nurse");

        assertThat(world.state.affiliationOf(NURSE)).isEqualTo(Affiliation.NONE);
    }

    @Test
    void who_declines_is_heard_by_whom_it_concerns() {
        world.client("nurse")
                .sends(
                        "<message><x xmlns='http://jabber.org/protocol/muc#user'>"
                                + "<decline to='romeo@verona.example/balcony'><reason>Too busy</reason></decline></x></message>");

        var got = romeo.got1();
        var decline = got.child("x", Namespaces.MUC_USER)
                .orElseThrow()
                .child("decline")
                .orElseThrow();
        assertThat(decline.attributeOr("from", "")).isEqualTo("nurse@verona.example");
        assertThat(decline.child("reason").map(Element::text)).contains("Too busy");
    }

    @Test
    void so_is_one_who_knows_the_nickname_alone() {
        world.client("nurse")
                .sends("<message><x xmlns='http://jabber.org/protocol/muc#user'><decline to='"
                        + RoomClient.address("romeo") + "'/></x></message>");

        assertThat(romeo.got()).containsExactly("message");
    }

    @Test
    void a_refusal_is_no_way_to_write_to_strangers() {
        var nurse = world.client("nurse");
        nurse.sends("<message><x xmlns='http://jabber.org/protocol/muc#user'>"
                + "<decline to='paris@verona.example'><reason>spam</reason></decline></x></message>");

        assertThat(world.mail).isEmpty();
        assertThat(nurse.took()).as("nor to ask who is there").isEmpty();
    }

    @Test
    void who_may_invite_without_being_there_does_not_learn_the_password_by_it() {
        juliet.makes("paris", "member");
        juliet.submits(
                FormField.of("muc#roomconfig_passwordprotectedroom", "1"),
                FormField.of("muc#roomconfig_roomsecret", "cauldronburn"));
        invites(world.client("paris"), "paris");

        var x = world.mail.getLast().child("x", Namespaces.MUC_USER).orElseThrow();
        assertThat(x.child("invite")).isPresent();
        assertThat(x.child("password")).isEmpty();
    }

    @Test
    void what_is_said_with_a_refusal_has_a_bound() {
        var most = RoomLimits.DEFAULT.reasonCharactersMax();
        var nurse = world.client("nurse");
        var decline = "<message><x xmlns='http://jabber.org/protocol/muc#user'><decline to='romeo@verona.example'>"
                + "<reason>%s</reason></decline></x></message>";
        nurse.sends(decline.formatted("x".repeat(most)));
        assertThat(romeo.took().size() + world.mail.size()).isEqualTo(1);

        assertThat(nurse.sends(decline.formatted("x".repeat(2 * most))).refusal())
                .isEqualTo("policy-violation");
        assertThat(romeo.took().size() + world.mail.size()).isLessThanOrEqualTo(1);
    }

    @Test
    void what_is_said_with_an_invitation_has_a_bound() {
        var most = RoomLimits.DEFAULT.reasonCharactersMax();
        assertThat(romeo.sends(
                                "<message><x xmlns='http://jabber.org/protocol/muc#user'><invite to='nurse@verona.example'>"
                                        + "<reason>" + "x".repeat(2 * most) + "</reason></invite></x></message>")
                        .refusal())
                .isEqualTo("policy-violation");
        romeo.sends("<message><x xmlns='http://jabber.org/protocol/muc#user'><invite to='nurse@verona.example'>"
                + "<reason>" + "x".repeat(most) + "</reason></invite></x></message>");
        assertThat(world.mail).hasSize(1);
    }
}
