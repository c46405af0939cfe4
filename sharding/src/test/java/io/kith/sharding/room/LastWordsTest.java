package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.EdgeAddress;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Who is put out while its connection is lost learns why.
final class LastWordsTest {

    private static final EdgeAddress EDGE = new EdgeAddress("one", 1, 1);
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final RoomWorld world = new RoomWorld();
    private final RoomClient juliet = world.opened("juliet");
    private final RoomClient romeo = world.client("romeo").joins("romeo");
    private final LastWords words = new LastWords();

    @Test
    void who_is_banned_while_it_is_away_is_told_so_by_its_owner() {
        isAway(romeo);
        juliet.admin("<item affiliation='outcast' jid='romeo@verona.example'><reason>brawls</reason></item>");

        var told = mail();
        assertThat(told.to()).isEqualTo(romeo.jid());
        assertThat(RoomClient.brief(told)).isEqualTo("presence/romeo:unavailable 110 301");
        var item = RoomClient.item(told);
        assertThat(item.attributeOr("affiliation", "")).isEqualTo("outcast");
        assertThat(item.child("reason").orElseThrow().text()).isEqualTo("brawls");
        assertThat(item.child("actor").orElseThrow().attributeOr("nick", "")).isEqualTo("juliet");
    }

    @Test
    void what_its_owner_has_for_it_is_not_said_twice() {
        isAway(romeo);
        juliet.gives("romeo", "none");
        isBack(romeo, "two");

        assertThat(romeo.took()).isEmpty();
        assertThat(romeo.handled).isEqualTo(2);
        assertThat(world.mail).hasSize(1);
    }

    @Test
    void who_was_thought_to_be_there_is_told_by_its_owner_once_it_is_known_to_be_lost() {
        var lost = romeo.edge;
        world.clients.remove(romeo.jid());
        juliet.gives("romeo", "none");
        assertThat(world.mail).isEmpty();

        world.room.unheard(lost, romeo.jid());
        assertThat(RoomClient.brief(mail())).isEqualTo("presence/romeo:unavailable 110 307");
        world.room.unheard(lost, romeo.jid());
        assertThat(world.mail).hasSize(1);
    }

    @Test
    void who_is_back_before_it_is_known_to_have_been_lost_is_told_on_its_new_connection() {
        var lost = romeo.edge;
        romeo.took();
        world.clients.remove(romeo.jid());
        juliet.gives("romeo", "none");
        isBack(romeo, "two");

        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 307");
        assertThat(world.closed).contains("two");
        world.room.unheard(lost, romeo.jid());
        assertThat(world.mail).isEmpty();
        world.room.unheard(romeo.edge, romeo.jid());
        assertThat(RoomClient.brief(mail())).isEqualTo("presence/romeo:unavailable 110 307");
    }

    @Test
    void who_could_not_be_told_by_its_owner_is_told_when_it_is_back() {
        isAway(romeo);
        world.deaf.add(romeo.jid());
        juliet.gives("romeo", "none");
        romeo.took();
        isBack(romeo, "two");

        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 307");
    }

    @Test
    void the_end_of_a_room_is_told_to_who_is_away_with_all_that_others_are_told() {
        isAway(romeo);
        destroy();

        var told = destruction(mail());
        assertThat(told.attributeOr("jid", "")).isEqualTo("vault@conference.verona.example");
        assertThat(told.child("reason").orElseThrow().text()).isEqualTo("the lark sings");
    }

    @Test
    void the_end_of_a_room_is_remembered_when_it_has_ended() {
        world.clients.remove(romeo.jid());
        destroy();
        romeo.took();
        isBack(romeo, "two");

        assertThat(destruction(romeo.got1()).child("reason")).isPresent();
    }

    @Test
    void when_nothing_is_remembered_the_room_says_what_it_still_knows() {
        juliet.makes("romeo", "outcast");
        var paris = world.client("paris");
        juliet.makes("paris", "member");
        var next = world.machine(RoomLimits.DEFAULT, RoomCreation.FREE, java.util.List.of());
        next.loaded(world.state);
        world.clients.values().forEach(RoomClient::took);

        assertThat(RoomClient.brief(next.leaving().unexplained(romeo.jid(), "romeo", "", true)))
                .isEqualTo("presence/romeo:unavailable 110 301");
        var out = next.leaving().unexplained(paris.jid(), "paris", "", true);
        assertThat(RoomClient.brief(out)).isEqualTo("presence/paris:unavailable 110 333");
        assertThat(RoomClient.item(out).attributeOr("affiliation", "")).isEqualTo("member");

        next.loaded(RoomState.NONE);
        assertThat(destruction(next.leaving().unexplained(romeo.jid(), "romeo", "", true)))
                .isNotNull();
        assertThat(RoomClient.brief(next.leaving().unexplained(romeo.jid(), "romeo", "", false)))
                .as("one that never was in a room that is not there")
                .isEqualTo("presence/romeo:unavailable 110 333");
    }

    @Test
    void who_came_in_again_has_no_last_word() {
        var lost = romeo.edge;
        juliet.gives("romeo", "none");
        romeo.joins("romeo").leaves();
        romeo.took();

        world.room.unheard(lost, romeo.jid());
        assertThat(world.mail).isEmpty();
        isBack(romeo, "two");
        assertThat(romeo.got()).containsExactly("presence/romeo:unavailable 110 333");
    }

    @Test
    void so_many_are_remembered_and_no_more() {
        for (var number = 0; number < LastWords.WORDS_MAX; number++) {
            words.writtenAt(EDGE, client(number), word(0), NOON);
        }
        assertThat(words.to(client(0))).isNotNull();

        words.unwritten(client(LastWords.WORDS_MAX), word(0), true, NOON);
        assertThat(words.to(client(0))).isNull();
        assertThat(words.to(client(1))).isNotNull();
        assertThat(words.isWithOwner(client(LastWords.WORDS_MAX))).isTrue();
    }

    @Test
    void so_many_bytes_are_remembered_and_no_more() {
        var half = word(LastWords.BYTES_MAX / 2 - word(1).size() + 1);
        words.writtenAt(EDGE, client(0), half, NOON);
        words.writtenAt(EDGE, client(1), half, NOON);
        words.writtenAt(EDGE, client(1), half, NOON);
        assertThat(words.to(client(0))).as("at the bound").isNotNull();

        words.writtenAt(EDGE, client(2), word(1), NOON);
        assertThat(words.to(client(0))).isNull();
        assertThat(words.to(client(1))).isNotNull();
        words.writtenAt(EDGE, client(3), word(LastWords.BYTES_MAX), NOON);
        assertThat(words.to(client(3))).isNull();
    }

    @Test
    void so_long_they_are_remembered_and_no_longer() {
        words.writtenAt(EDGE, client(0), word(0), NOON);
        words.writtenAt(EDGE, client(1), word(0), NOON.plusSeconds(1));

        words.forgetOld(NOON.plus(LastWords.KEPT));
        assertThat(words.to(client(0))).isNotNull();
        words.forgetOld(NOON.plus(LastWords.KEPT).plusSeconds(1));
        assertThat(words.to(client(0))).isNull();
        assertThat(words.to(client(1))).isNotNull();
    }

    @Test
    void time_passes_for_the_words_of_a_room() {
        var lost = romeo.edge;
        juliet.gives("romeo", "none");
        world.passes(LastWords.KEPT.plus(Duration.ofSeconds(1)));

        world.room.unheard(lost, romeo.jid());
        assertThat(world.mail).isEmpty();
    }

    private void isAway(RoomClient client) {
        world.room.dormant(client.jid());
        world.clients.remove(client.jid());
        client.took();
    }

    private void isBack(RoomClient client, String node) {
        world.clients.put(client.jid(), client);
        client.resumes(client.jid().local(), node);
    }

    private void destroy() {
        juliet.asks(
                "set",
                "<query xmlns='http://jabber.org/protocol/muc#owner'>"
                        + "<destroy jid='vault@conference.verona.example'><reason>the lark sings</reason></destroy>"
                        + "</query>");
    }

    private Stanza mail() {
        assertThat(world.mail).hasSize(1);
        return world.mail.getFirst();
    }

    private static Element destruction(Stanza presence) {
        return presence.child("x", Namespaces.MUC_USER)
                .flatMap(x -> x.child("destroy"))
                .orElseThrow();
    }

    private static Jid client(int number) {
        return Jid.parse("client" + number + "@verona.example/home");
    }

    private static Stanza word(int bytes) {
        return Stanza.presence(
                null,
                null,
                "unavailable",
                Element.of("status", Namespaces.CLIENT).text("x".repeat(bytes)));
    }
}
