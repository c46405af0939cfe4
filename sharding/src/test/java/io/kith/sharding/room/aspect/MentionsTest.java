package io.kith.sharding.room.aspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.form.FormField;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.MucSub;
import io.kith.sharding.room.RoomClient;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.room.RoomOptions;
import io.kith.sharding.room.RoomWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MentionsTest {

    private final RoomWorld world = new RoomWorld(new Mentions(), new Registration(), new Subscriptions());
    private final RoomClient juliet = world.opened("juliet");

    @Test
    void a_member_who_is_not_there_gets_what_mentions_it_from_the_room() {
        juliet.makes("romeo", "member");
        mentions("xmpp:romeo@verona.example");

        var notice = notices().getFirst();
        assertThat(notice.from()).isEqualTo(RoomWorld.ROOM);
        assertThat(notice.to()).hasToString("romeo@verona.example");
        var forwarded = notice.child("mentions", Namespaces.MENTIONS)
                .flatMap(mentions -> mentions.child("forwarded", Namespaces.FORWARD))
                .orElseThrow();
        assertThat(forwarded.child("delay", Namespaces.DELAY)).isPresent();
        var message = forwarded.child("message", Namespaces.CLIENT).orElseThrow();
        assertThat(message.attributeOr("from", "")).isEqualTo(RoomWorld.ROOM + "/juliet");
        assertThat(message.attributeOr("type", "")).isEqualTo("groupchat");
        assertThat(message.child("stanza-id", Namespaces.STANZA_ID).map(id -> id.attributeOr("id", "")))
                .contains(StanzaId.text(world.log.lastKey()));
        assertThat(message.child("body").map(Element::text)).contains("hear");
    }

    @Test
    void strangers_banned_ones_those_who_are_there_and_the_speaker_get_nothing() {
        juliet.makes("romeo", "member");
        world.client("romeo").joins("romeo");
        juliet.makes("tybalt", "outcast");
        mentions(
                "xmpp:romeo@verona.example",
                "xmpp:nurse@verona.example",
                "xmpp:tybalt@verona.example",
                "xmpp:juliet@verona.example",
                "xmpp:verona.example",
                "xmpp:@@",
                "https://verona.example");
        assertThat(notices()).isEmpty();
    }

    @Test
    void who_is_away_and_keeps_its_seat_is_told_for_it_may_not_come_back() {
        juliet.makes("romeo", "member");
        var phone = world.client("romeo").joins("romeo");
        world.room.dormant(phone.jid());
        mentions("xmpp:romeo@verona.example");

        assertThat(recipients()).containsExactly("romeo@verona.example");
    }

    @Test
    void who_turns_out_not_to_be_there_is_told_then() {
        juliet.makes("romeo", "member");
        juliet.makes("nurse", "member");
        var phone = world.client("romeo").joins("romeo");
        world.client("nurse").joins("nurse");
        mentions("xmpp:romeo@verona.example", "xmpp:nurse@verona.example");
        world.room.dormant(phone.jid());
        assertThat(notices()).isEmpty();

        world.passes(Mentions.LOOKS_AGAIN);

        assertThat(recipients()).containsExactly("romeo@verona.example");
    }

    @Test
    void what_a_uri_has_to_encode_is_read_as_what_it_stands_for() {
        juliet.sends("<iq type='set' id='n1'><query xmlns='http://jabber.org/protocol/muc#admin'>"
                + "<item affiliation='member' jid='romeo@verona.example' nick='Sir Romeo+é'/></query></iq>");
        mentions("xmpp:" + RoomWorld.ROOM + "/Sir%20Romeo+%C3%A9?join", "xmpp:" + RoomWorld.ROOM + "/%zz");

        assertThat(recipients()).containsExactly("romeo@verona.example");
    }

    @Test
    void a_nickname_that_is_somebodys_own_mentions_its_user_once() {
        world.client("romeo")
                .asks(
                        "set",
                        "<query xmlns='jabber:iq:register'><x xmlns='jabber:x:data' type='submit'>"
                                + "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#register</value></field>"
                                + "<field var='muc#register_roomnick'><value>monty</value></field></x></query>");
        mentions(
                "xmpp:" + RoomWorld.ROOM + "/monty", "xmpp:romeo@verona.example", "xmpp:" + RoomWorld.ROOM + "/nobody");
        assertThat(recipients()).containsExactly("romeo@verona.example");
    }

    @Test
    void a_subscriber_who_is_away_is_told_and_one_who_follows_gets_the_message_anyway() {
        juliet.submits(FormField.of(MucSub.FOR_ALL.name(), "1"));
        var romeo = world.client("romeo");
        romeo.asks(
                "set",
                "<subscribe xmlns='urn:xmpp:mucsub:0' nick='romeo'>"
                        + "<event node='urn:xmpp:mucsub:nodes:messages'/></subscribe>");
        mentions("xmpp:romeo@verona.example");
        assertThat(recipients()).containsExactly("romeo@verona.example");

        world.follows(romeo.jid().bare(), 0);
        world.mail.clear();
        mentions("xmpp:romeo@verona.example");
        assertThat(notices()).isEmpty();
        assertThat(world.mail).hasSize(1);
    }

    @Test
    void nobody_is_told_of_what_is_not_stored_or_not_to_be_kept_or_where_owners_do_not_want_it() {
        juliet.makes("romeo", "member");
        world.storeFails(true);
        mentions("xmpp:romeo@verona.example");
        assertThat(notices()).isEmpty();
        world.storeFails(false);

        for (var hint : List.of("no-permanent-store", "no-store")) {
            juliet.sends("<message type='groupchat'><body>hear</body><" + hint + " xmlns='urn:xmpp:hints'/>"
                    + reference("xmpp:romeo@verona.example") + "</message>");
            assertThat(notices()).as(hint).isEmpty();
        }

        juliet.submits(FormField.of(Mentions.FORWARDED.name(), "0"), FormField.of(RoomOptions.NAME.name(), "Coven"));
        mentions("xmpp:romeo@verona.example");
        assertThat(notices()).isEmpty();
    }

    @Test
    void one_message_tells_so_many_and_one_speaker_no_more_than_it_may_invite() {
        var all = new ArrayList<String>();
        for (var i = 0; i <= Mentions.NOTIFIED_MAX; i++) {
            juliet.makes("member" + i, "member");
            all.add("xmpp:member" + i + "@verona.example");
        }
        world.passes(Duration.ofMinutes(1)); // who was made a member was told, too
        world.mail.clear();
        mentions(all.toArray(String[]::new));
        assertThat(recipients()).hasSize(Mentions.NOTIFIED_MAX);

        world.mail.clear();
        mentions(all.toArray(String[]::new));
        assertThat(recipients())
                .hasSize(RoomLimits.DEFAULT.rates().invitations().burst() - Mentions.NOTIFIED_MAX);
        world.mail.clear();
        world.passes(Duration.ofMinutes(1));
        mentions("xmpp:member1@verona.example");
        assertThat(recipients()).hasSize(1);
    }

    private void mentions(String... uris) {
        var references = new StringBuilder();
        for (var uri : uris) {
            references.append(reference(uri));
        }
        juliet.sends("<message type='groupchat'><body>hear</body>" + references + "</message>");
    }

    private static String reference(String uri) {
        return "<reference xmlns='urn:xmpp:reference:0' type='mention' uri='" + uri + "'/>";
    }

    private List<Stanza> notices() {
        return world.mail.stream()
                .filter(one -> one.has("mentions", Namespaces.MENTIONS))
                .toList();
    }

    private List<String> recipients() {
        return notices().stream().map(one -> String.valueOf(one.to())).toList();
    }
}
