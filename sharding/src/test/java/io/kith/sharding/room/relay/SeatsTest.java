package io.kith.sharding.room.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Sight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the clients of one node get of a room.
final class SeatsTest {

    private static final Jid ROOM = Jid.parse("garden@conference.verona.example");
    private static final Jid JULIET = Jid.parse("juliet@verona.example/balcony");
    private static final Jid ROMEO = Jid.parse("romeo@verona.example/orchard");
    private static final Jid NURSE = Jid.parse("nurse@verona.example/kitchen");

    private record Written(long connection, Jid occupant, long id, Sight sight, List<Stanza> stanzas, boolean last) {}

    private final List<Written> written = new ArrayList<>();
    private final List<Jid> dormant = new ArrayList<>();
    private final Set<Long> dead = new HashSet<>();
    private final Seats seats = new Seats(
            ROOM,
            (edge, occupant, id, sight, stanzas, last) -> {
                if (dead.contains(edge.connection())) {
                    return false;
                }
                written.add(new Written(edge.connection(), occupant, id, sight, stanzas, last));
                return true;
            },
            (full, _) -> dormant.add(full));
    private long ids;

    @Test
    void who_joins_gets_everybody_in_their_order_then_itself_then_the_past() {
        roster(shown("nurse", 2, NURSE, false), shown("romeo", 1, ROMEO, false));
        show(shown("juliet", 3, JULIET, false));
        join(JULIET, 1, "juliet");

        assertThat(texts()).containsExactly("romeo closed", "nurse closed", "juliet self", "the past");
        assertThat(written.getLast().occupant()).isEqualTo(occupant("juliet"));
    }

    @Test
    void each_stanza_is_addressed_to_the_client_that_gets_it() {
        joined();
        say("hist");

        assertThat(written)
                .allSatisfy(each -> assertThat(each.stanzas())
                        .allSatisfy(
                                stanza -> assertThat(stanza.to()).isEqualTo(each.connection() == 1 ? JULIET : ROMEO)));
        assertThat(texts()).containsExactly("hist", "hist");
    }

    @Test
    void in_a_large_room_a_few_clients_at_a_time_get_what_is_said() {
        crowd(2 * Seats.AT_ONCE + 1);
        say("one");
        assertThat(written).hasSize(Seats.AT_ONCE);
        seats.goOn();
        assertThat(written).hasSize(2 * Seats.AT_ONCE);
        assertThat(seats.isBusy()).isTrue();
        seats.goOn();

        assertThat(seats.isBusy()).isFalse();
        assertThat(written)
                .extracting(Written::connection)
                .doesNotHaveDuplicates()
                .hasSize(2 * Seats.AT_ONCE + 1);
        seats.goOn();
        say("two");
        assertThat(texts()).endsWith("two");
        assertThat(written.subList(2 * Seats.AT_ONCE + 1, written.size()))
                .extracting(Written::connection)
                .containsExactlyElementsOf(written.subList(0, Seats.AT_ONCE).stream()
                        .map(Written::connection)
                        .toList());
    }

    @Test
    void what_is_said_meanwhile_comes_together_and_in_its_order() {
        crowd(Seats.AT_ONCE + 1);
        say("one");
        say("two");
        say("three");
        seats.goOn();
        seats.goOn();

        assertThat(of(1)).containsExactly("one", "two", "three");
        assertThat(of(Seats.AT_ONCE + 1)).containsExactly("one");
        seats.goOn();
        assertThat(of(Seats.AT_ONCE + 1)).containsExactly("one", "two", "three");
        assertThat(seats.isBusy()).isFalse();
    }

    @Test
    void whatever_else_the_room_says_comes_after_what_was_said_before() {
        crowd(Seats.AT_ONCE + 1);
        say("one");
        say("two");
        join(JULIET, 100, "juliet");

        assertThat(of(Seats.AT_ONCE + 1)).startsWith("one", "two");
        assertThat(of(100)).doesNotContain("one", "two").contains("juliet self");
    }

    @Test
    void no_more_than_a_bounded_number_waits() {
        crowd(Seats.AT_ONCE + 1);
        for (var i = 0; i <= Seats.WAITING_MAX; i++) {
            say("" + i);
        }
        assertThat(of(Seats.AT_ONCE + 1)).isEmpty();
        say("last");

        assertThat(of(Seats.AT_ONCE + 1)).hasSize(Seats.WAITING_MAX + 2).endsWith("last");
        assertThat(seats.isBusy()).isFalse();
    }

    @Test
    void who_takes_over_what_is_held_takes_it_when_all_is_said() {
        crowd(Seats.AT_ONCE + 1);
        say("one");
        assertThat(seats.holding().lastId()).isEqualTo(ids);

        assertThat(of(Seats.AT_ONCE + 1)).containsExactly("one");
    }

    @Test
    void a_moderator_sees_who_others_are_and_others_do_not() {
        roster(shown("juliet", 1, JULIET, true), shown("romeo", 2, ROMEO, false));
        join(JULIET, 1, "juliet");
        join(ROMEO, 2, "romeo");
        written.clear();
        show(shown("nurse", 3, NURSE, false));

        assertThat(of(1)).containsExactly("nurse open");
        assertThat(of(2)).containsExactly("nurse closed");
    }

    @Test
    void why_somebody_has_changed_is_told_to_those_who_are_there_and_to_nobody_later() {
        joined();
        var x = Element.parse("<x xmlns='http://jabber.org/protocol/muc#user'><item role='visitor'>"
                + "<actor nick='romeo'/><reason>brawls</reason></item></x>");
        var presence = form("nurse", "made a visitor").with(x);
        show(new Shown("nurse", 3, List.of(NURSE), false, false, 0, presence, presence, presence));
        join(NURSE, 3, "peter");

        assertThat(written.getFirst().stanzas().getFirst().toXml()).contains("actor", "brawls");
        var later = written.getLast().stanzas().stream()
                .map(Stanza::toXml)
                .filter(xml -> xml.startsWith("<presence") && xml.contains("/nurse"))
                .toList();
        assertThat(later).hasSize(1).first().asString().contains("visitor").doesNotContain("actor", "brawls");
    }

    @Test
    void in_a_room_that_hides_nothing_all_see_who_others_are() {
        take(new RelayItem.Terms(++ids, true, false));
        joined();
        show(shown("nurse", 3, NURSE, false));

        assertThat(texts()).containsExactly("nurse open", "nurse open");
    }

    @Test
    void in_a_crowd_only_moderators_are_seen_to_come_and_go() {
        take(new RelayItem.Terms(++ids, false, true));
        roster(shown("romeo", 1, ROMEO, false), shown("nurse", 2, NURSE, true));
        join(JULIET, 1, "juliet");
        assertThat(texts()).containsExactly("nurse closed", "juliet self", "the past");

        written.clear();
        gone(shown("romeo", 1, ROMEO, false));
        gone(shown("nurse", 2, NURSE, true));
        assertThat(texts()).containsExactly("nurse closed");
    }

    @Test
    void whom_a_client_saw_come_it_sees_go_also_when_the_room_has_become_a_crowd() {
        joined();
        take(new RelayItem.Terms(++ids, false, true));
        var nurse = shown("nurse", ids + 1, NURSE, false);
        show(nurse);
        gone(nurse);
        gone(shown("romeo", 2, ROMEO, false));

        assertThat(of(1)).containsExactly("romeo closed");
    }

    @Test
    void who_came_in_a_crowd_is_shown_when_there_is_none_any_more() {
        take(new RelayItem.Terms(++ids, false, true));
        joined();
        take(new RelayItem.Terms(++ids, false, false));

        assertThat(of(1)).containsExactly("romeo closed");
        assertThat(of(2)).containsExactly("juliet closed");
    }

    @Test
    void who_is_no_moderator_any_more_is_seen_no_more_in_a_crowd() {
        take(new RelayItem.Terms(++ids, false, true));
        roster(shown("nurse", 1, NURSE, true), shown("juliet", 2, JULIET, false));
        join(JULIET, 1, "juliet");
        written.clear();
        show(shown("nurse", 1, NURSE, false));

        assertThat(gone(written)).containsExactly(occupant("nurse"));
    }

    @Test
    void in_a_crowd_moderators_see_everybody() {
        take(new RelayItem.Terms(++ids, false, true));
        roster(shown("juliet", 1, JULIET, true), shown("romeo", 2, ROMEO, false));
        join(JULIET, 1, "juliet");
        assertThat(texts()).containsExactly("romeo open", "juliet self", "the past");

        written.clear();
        show(shown("nurse", 3, NURSE, false));
        show(shown("romeo", 2, ROMEO, false));
        gone(shown("nurse", 3, NURSE, false));
        assertThat(texts()).containsExactly("nurse open", "romeo open", "nurse open");

        written.clear();
        take(new RelayItem.Terms(++ids, false, false));
        assertThat(texts()).as("nobody is shown twice").isEmpty();
    }

    @Test
    void in_a_crowd_who_becomes_a_moderator_sees_who_was_not_shown_and_later_sees_them_go() {
        take(new RelayItem.Terms(++ids, false, true));
        roster(shown("juliet", 1, JULIET, false), shown("romeo", 2, ROMEO, false));
        join(JULIET, 1, "juliet");
        written.clear();
        show(shown("juliet", 1, JULIET, true));
        assertThat(texts()).containsExactly("juliet self", "romeo open");

        written.clear();
        show(shown("juliet", 1, JULIET, false));
        var nurse = shown("nurse", ids + 1, NURSE, false);
        show(nurse);
        gone(nurse);
        gone(shown("romeo", 2, ROMEO, false));
        assertThat(texts()).containsExactly("juliet self", "romeo closed");
    }

    @Test
    void in_a_crowd_all_see_who_is_kicked_or_banned() {
        take(new RelayItem.Terms(++ids, false, true));
        roster(shown("juliet", 1, JULIET, false), shown("romeo", 2, ROMEO, false), shown("nurse", 3, NURSE, false));
        join(JULIET, 1, "juliet");
        written.clear();
        gone(putOut("romeo", 2, ROMEO, 307));
        gone(putOut("nurse", 3, NURSE, 301));

        assertThat(texts()).containsExactly("romeo 307", "nurse 301");
    }

    @Test
    void but_of_roles_that_are_not_shown_moderators_alone() {
        take(new RelayItem.Terms(++ids, false, true));
        var romeo = putOut("romeo", 2, ROMEO, 307);
        roster(shown("juliet", 1, JULIET, false), hidden("romeo", 2, ROMEO), shown("nurse", 3, NURSE, true));
        join(JULIET, 1, "juliet");
        join(NURSE, 3, "nurse");
        written.clear();
        gone(new Shown("romeo", 2, List.of(ROMEO), false, true, 0, romeo.open(), romeo.closed(), romeo.self()));

        assertThat(of(1)).isEmpty();
        assertThat(of(3)).containsExactly("romeo 307");
    }

    @Test
    void who_falls_back_to_a_role_that_is_not_shown_is_seen_to_go_but_by_moderators() {
        roster(shown("juliet", 1, JULIET, false), shown("romeo", 2, ROMEO, false), shown("nurse", 3, NURSE, true));
        join(JULIET, 1, "juliet");
        join(ROMEO, 2, "romeo");
        join(NURSE, 3, "nurse");
        written.clear();
        show(hidden("romeo", 2, ROMEO));
        assertThat(gone(written)).containsExactly(occupant("romeo"));
        assertThat(of(2)).containsExactly("romeo self");
        assertThat(of(3)).containsExactly("romeo open");

        written.clear();
        show(hidden("romeo", 2, ROMEO));
        gone(hidden("romeo", 2, ROMEO));
        assertThat(of(1)).isEmpty();
    }

    @Test
    void who_becomes_a_moderator_sees_who_was_hidden_and_loses_it_again() {
        roster(shown("juliet", 1, JULIET, false), hidden("romeo", 2, ROMEO));
        join(JULIET, 1, "juliet");
        written.clear();
        show(shown("juliet", 1, JULIET, true));
        assertThat(of(1)).containsExactly("juliet self", "romeo open");

        written.clear();
        show(shown("juliet", 1, JULIET, false));
        assertThat(of(1).getFirst()).isEqualTo("juliet self");
        assertThat(gone(written)).containsExactly(occupant("romeo"));
    }

    @Test
    void a_roster_takes_away_who_is_hidden_now() {
        joined();
        roster(shown("juliet", 1, JULIET, false), hidden("romeo", 2, ROMEO));

        assertThat(gone(written)).containsExactly(occupant("romeo"));
    }

    @Test
    void whose_presence_is_not_broadcast_is_seen_by_itself_and_by_moderators() {
        roster(shown("juliet", 1, JULIET, false), hidden("romeo", 2, ROMEO));
        join(JULIET, 1, "juliet");
        join(ROMEO, 2, "romeo");
        written.clear();
        show(hidden("romeo", 2, ROMEO));

        assertThat(of(1)).isEmpty();
        assertThat(of(2)).containsExactly("romeo self");
    }

    @Test
    void a_client_that_takes_another_name_is_known_by_it() {
        joined();
        gone(shown("romeo", 2, ROMEO, false));
        show(shown("montague", 2, ROMEO, false));
        say("what's in a name");

        assertThat(of(2)).containsExactly("romeo self", "montague self", "what's in a name");
        assertThat(written.getLast().occupant()).isEqualTo(occupant("montague"));
    }

    @Test
    void who_leaves_gets_a_last_word_and_nothing_after_it() {
        joined();
        take(new RelayItem.Unseat(++ids, ROMEO, List.of(form("romeo", "farewell"))));
        say("alone");

        assertThat(of(2)).containsExactly("romeo farewell");
        assertThat(of(1)).containsExactly("alone");
        assertThat(written.getFirst().last()).isTrue();
    }

    @Test
    void the_room_learns_of_a_last_word_that_nobody_heard() {
        joined();
        dead.add(2L);
        take(new RelayItem.Unseat(++ids, ROMEO, List.of(form("romeo", "farewell"))));
        assertThat(dormant).containsExactly(ROMEO);

        dead.add(1L);
        say("anybody?");
        take(new RelayItem.Unseat(++ids, JULIET, List.of(form("juliet", "farewell"))));
        assertThat(dormant)
                .as("known to be lost, and told again what it did not hear")
                .containsExactly(ROMEO, JULIET, JULIET);
        assertThat(seats.isEmpty()).isTrue();
    }

    @Test
    void a_seat_that_is_taken_away_without_a_word_is_no_loss() {
        joined();
        dead.add(2L);
        take(new RelayItem.Unseat(++ids, ROMEO, List.of()));

        assertThat(dormant).isEmpty();
    }

    @Test
    void the_seat_of_a_dead_connection_is_kept_and_told_once() {
        joined();
        dead.add(2L);
        say("one");
        say("two");

        assertThat(dormant).containsExactly(ROMEO);
        assertThat(seats.holding().seats())
                .extracting(Holding.Held::full, Holding.Held::dormant, Holding.Held::mark)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple(JULIET, false, new Mark("juliet", 1)),
                        org.assertj.core.api.Assertions.tuple(ROMEO, true, new Mark("romeo", 1)));
    }

    @Test
    void who_comes_back_gets_what_it_missed_under_the_ids_of_then() {
        joined();
        var missed = new RelayItem.Say(++ids, message("missed"));
        take(new RelayItem.Seat(
                ++ids, ROMEO, edge(3), "romeo", Mark.NONE, missed.id() - 1, Sight.EVERYBODY, List.of(missed)));
        say("live");

        assertThat(of(3)).containsExactly("missed", "live");
        assertThat(written.getFirst().id()).isEqualTo(missed.id());
        assertThat(of(2)).isEmpty();
    }

    @Test
    void what_was_shown_under_one_id_comes_back_as_one() {
        joined();
        var id = ++ids;
        List<RelayItem> missed = List.of(
                new RelayItem.Show(id, shown("juliet", 1, JULIET, false), false),
                new RelayItem.Show(id, shown("nurse", 3, NURSE, false), false),
                new RelayItem.Say(++ids, message("missed")));
        take(new RelayItem.Seat(++ids, ROMEO, edge(3), "romeo", Mark.NONE, id - 1, Sight.EVERYBODY, missed));

        assertThat(of(3)).containsExactly("juliet closed", "nurse closed", "missed");
        assertThat(written).extracting(Written::id).containsExactly(id, id + 1);
    }

    @Test
    void a_roster_for_those_who_are_here_shows_what_has_changed() {
        joined();
        roster(shown("juliet", 1, JULIET, false), shown("nurse", 3, NURSE, false));

        assertThat(of(1)).hasSize(2).last().isEqualTo("nurse closed");
        assertThat(written.getFirst().stanzas().getFirst().type()).isEqualTo("unavailable");
        assertThat(written.getFirst().stanzas().getFirst().from()).isEqualTo(occupant("romeo"));
    }

    @Test
    void who_has_left_is_remembered_for_the_next_life_of_the_room() {
        joined();
        var begun = seats.holding().leftAfter();
        gone(shown("romeo", 2, ROMEO, false));
        var left = ids;
        roster(shown("nurse", 3, NURSE, false));

        assertThat(seats.holding().left())
                .extracting(show -> show.occupant().nick(), RelayItem.Show::id)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("romeo", left),
                        org.assertj.core.api.Assertions.tuple("juliet", ids));
        assertThat(begun).isEqualTo(1);
        assertThat(seats.holding().leftAfter()).isEqualTo(begun);
    }

    @Test
    void of_so_many_and_the_rest_is_known_to_be_unknown() {
        joined();
        for (var i = 0; i < Left.NICKS_MAX; i++) {
            gone(shown("guest" + i, 9, NURSE, false));
        }
        assertThat(seats.holding().left()).hasSize(Left.NICKS_MAX);
        assertThat(seats.holding().leftAfter()).isEqualTo(1);
        var first = seats.holding().left().getFirst().id();

        gone(shown("one more", 9, NURSE, false));
        assertThat(seats.holding().left()).hasSize(Left.NICKS_MAX);
        assertThat(seats.holding().leftAfter()).isEqualTo(first);
    }

    @Test
    void what_a_relay_holds_survives_being_written() throws InvalidProtocolBufferException {
        joined();
        gone(shown("nurse", 3, NURSE, false));
        var whole = RelayBytes.parts(seats.holding()).stream().reduce(ByteString.EMPTY, ByteString::concat);

        assertThat(RelayBytes.holding(whole)).isEqualTo(seats.holding());
    }

    @Test
    void every_item_survives_being_cut_and_put_together() throws InvalidProtocolBufferException {
        var heavy = message("x".repeat(3 * Piece.BYTES_MAX));
        var say = new RelayItem.Say(7, heavy);
        List<RelayItem> items = List.of(
                new RelayItem.Terms(1, true, false),
                new RelayItem.Roster(2, List.of(shown("romeo", 1, ROMEO, true))),
                new RelayItem.Join(
                        3, ROMEO, edge(2), "romeo", new Mark("s", 7), List.of(form("romeo", "self")), List.of(heavy)),
                new RelayItem.Seat(
                        4,
                        ROMEO,
                        edge(2),
                        "romeo",
                        new Mark("s", 7),
                        3,
                        Sight.of(2, false, true, 1),
                        List.of(say, new RelayItem.Terms(5, false, true))),
                new RelayItem.Unseat(5, ROMEO, List.of(form("romeo", "farewell"))),
                new RelayItem.Show(6, shown("romeo", 1, ROMEO, false), true),
                say,
                new RelayItem.Tell(8, ROMEO, List.of(message("psst"))));
        for (var item : items) {
            var pieces = RelayBytes.pieces(item);
            assertThat(pieces).allSatisfy(piece -> assertThat(piece.size()).isLessThanOrEqualTo(Piece.BYTES_MAX));
            assertThat(pieces.stream().filter(Piece::last)).containsExactly(pieces.getLast());
            assertThat(RelayBytes.item(pieces.stream().map(Piece::bytes).reduce(ByteString.EMPTY, ByteString::concat)))
                    .isEqualTo(item);
        }
        assertThat(RelayBytes.pieces(say)).hasSize(4);
    }

    private void joined() {
        roster(shown("juliet", 1, JULIET, false), shown("romeo", 2, ROMEO, false));
        join(JULIET, 1, "juliet");
        join(ROMEO, 2, "romeo");
        written.clear();
    }

    private void crowd(int count) {
        for (var number = 1; number <= count; number++) {
            var name = "guest" + number;
            join(Jid.parse(name + "@verona.example/ball"), number, name);
        }
        written.clear();
    }

    private void roster(Shown... occupants) {
        take(new RelayItem.Roster(++ids, List.of(occupants)));
    }

    private void join(Jid full, long connection, String nick) {
        take(new RelayItem.Join(
                ++ids,
                full,
                edge(connection),
                nick,
                new Mark(nick, 1),
                List.of(form(nick, "self")),
                List.of(message("the past"))));
    }

    private void show(Shown shown) {
        take(new RelayItem.Show(++ids, shown, false));
    }

    private void gone(Shown shown) {
        take(new RelayItem.Show(++ids, shown, true));
    }

    private void say(String text) {
        take(new RelayItem.Say(++ids, message(text)));
    }

    private void take(RelayItem item) {
        seats.take(item);
    }

    private static EdgeAddress edge(long connection) {
        return new EdgeAddress("verona:2552", 1, connection);
    }

    private static Jid occupant(String nick) {
        return new Jid(ROOM.local(), ROOM.domain(), nick);
    }

    private static Shown shown(String nick, long order, Jid session, boolean moderator) {
        return new Shown(
                nick,
                order,
                List.of(session),
                moderator,
                false,
                0,
                form(nick, "open"),
                form(nick, "closed"),
                form(nick, "self"));
    }

    private static Shown hidden(String nick, long order, Jid session) {
        return new Shown(
                nick,
                order,
                List.of(session),
                false,
                true,
                0,
                form(nick, "open"),
                form(nick, "closed"),
                form(nick, "self"));
    }

    private static Shown putOut(String nick, long order, Jid session, int code) {
        var x = Element.parse(
                "<x xmlns='http://jabber.org/protocol/muc#user'><item role='none'/><status code='" + code + "'/></x>");
        var last = Stanza.presence(
                occupant(nick),
                null,
                "unavailable",
                Element.of("t", "urn:example:t").text(nick + " " + code),
                x);
        return new Shown(nick, order, List.of(session), false, false, 0, last, last, last);
    }

    private static List<Jid> gone(List<Written> written) {
        return written.stream()
                .flatMap(each -> each.stanzas().stream())
                .filter(stanza -> stanza.isType("unavailable"))
                .map(Stanza::from)
                .toList();
    }

    private static Stanza form(String nick, String kind) {
        return Stanza.presence(
                occupant(nick), null, "", Element.of("t", "urn:example:t").text(nick + " " + kind));
    }

    private static Stanza message(String text) {
        return Stanza.parse(("<message type='groupchat' from='" + occupant("nurse") + "'><t xmlns='urn:example:t'>"
                        + text + "</t></message>")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private List<String> texts() {
        return written.stream()
                .flatMap(each -> each.stanzas().stream())
                .map(SeatsTest::text)
                .toList();
    }

    private List<String> of(long connection) {
        return written.stream()
                .filter(each -> each.connection() == connection)
                .flatMap(each -> each.stanzas().stream())
                .map(SeatsTest::text)
                .toList();
    }

    private static String text(Stanza stanza) {
        return stanza.child("t", "urn:example:t").map(Element::text).orElse("");
    }
}
