package io.kith.sharding.roster;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.account.Change;
import io.kith.persistence.account.Item;
import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RosterTest {

    private static final Jid ROMEO = Jid.parse("romeo@montague.example");
    private static final Jid NURSE = Jid.parse("nurse@capulet.example");
    private static final Jid PARIS = Jid.parse("paris@verona.example");
    private static final Stanza ROMEO_ASKS = Stanza.parse("<presence type='subscribe' from='romeo@montague.example'"
            + " to='juliet@capulet.example'><status>Pray</status></presence>");
    private static final RosterLimits FEW = new RosterLimits(3, 2, 50, 50, 200, 2, 150, 2, 2);

    /// What a store would hold after all changes; every test's roster is also read back from it.
    private final Map<String, Item> store = new LinkedHashMap<>();

    private Roster roster = Roster.empty("j1", FEW);

    @Test
    void a_set_makes_a_contact_and_pushes_it() {
        var pushes = put(ROMEO, "Romeo", "Lovers", "Foes");

        assertThat(pushes)
                .containsExactly(xml("<query xmlns='jabber:iq:roster' ver='j1.1'><item jid='romeo@montague.example'"
                        + " name='Romeo' subscription='none'><group>Lovers</group><group>Foes</group></item></query>"));
        assertThat(whole(Optional.empty()))
                .isEqualTo(xml("<query xmlns='jabber:iq:roster'><item jid='romeo@montague.example'"
                        + " name='Romeo' subscription='none'><group>Lovers</group><group>Foes</group></item></query>"));
    }

    @Test
    void a_set_of_a_contact_keeps_the_subscription() {
        put(ROMEO, "");
        out(SubscriptionType.SUBSCRIBE, ROMEO);
        in(SubscriptionType.SUBSCRIBED, ROMEO);
        put(ROMEO, "R");

        assertThat(roster.find(ROMEO))
                .contains(new RosterItem(ROMEO, "R", List.of(), Subscription.TO, false, false, 4));
        assertThat(roster.watched()).containsExactly(ROMEO);
        assertThat(roster.watches(ROMEO.withResource("orchard"))).isTrue();
        assertThat(roster.shows(ROMEO)).isFalse();
    }

    @Test
    void a_request_is_kept_until_it_is_answered_and_shows_in_no_roster() {
        var asked = updated(roster.inbound(SubscriptionType.SUBSCRIBE, ROMEO, ROMEO_ASKS));

        assertThat(asked.effects()).containsExactly(Effect.DELIVER);
        assertThat(roster.requests()).containsExactly(ROMEO_ASKS);
        assertThat(roster.state(ROMEO)).isEqualTo(SubscriptionState.NONE_PENDING_IN);
        assertThat(roster.items()).isEmpty();
        assertThat(whole(Optional.empty())).isEqualTo(xml("<query xmlns='jabber:iq:roster'/>"));

        var granted = out(SubscriptionType.SUBSCRIBED, ROMEO);

        assertThat(granted.effects()).containsExactly(Effect.ROUTE, Effect.PUSH, Effect.SHOW);
        assertThat(roster.requests()).isEmpty();
        assertThat(roster.audience()).containsExactly(ROMEO);
        assertThat(store.keySet()).noneMatch(key -> key.startsWith(Kind.REQUEST.name()));
    }

    @Test
    void a_request_too_large_is_kept_without_its_payload() {
        var large = ROMEO_ASKS.with(Element.of("x", "urn:example:x").text("x".repeat(150)));
        updated(roster.inbound(SubscriptionType.SUBSCRIBE, ROMEO, large));

        var kept = roster.requests().iterator().next();
        assertThat(kept.children()).isEmpty();
        assertThat(kept.from()).isEqualTo(ROMEO);
        assertThat(kept.type()).isEqualTo("subscribe");
    }

    @Test
    void requests_beyond_the_bound_are_shown_but_not_kept() {
        for (int i = 0; i <= FEW.requestsMax(); i++) {
            var asking = Jid.parse("p" + i + "@verona.example");
            var update = updated(roster.inbound(SubscriptionType.SUBSCRIBE, asking, ROMEO_ASKS.withFrom(asking)));
            assertThat(update.effects()).containsExactly(Effect.DELIVER);
        }

        assertThat(roster.requests()).hasSize(FEW.requestsMax());
    }

    @Test
    void what_is_granted_in_advance_is_answered_without_asking() {
        var inAdvance = out(SubscriptionType.SUBSCRIBED, ROMEO);
        assertThat(inAdvance.effects()).containsExactly(Effect.PUSH);
        assertThat(inAdvance.pushes())
                .containsExactly(xml("<query xmlns='jabber:iq:roster' ver='j1.1'><item jid='romeo@montague.example'"
                        + " subscription='none' approved='true'/></query>"));

        var asked = updated(roster.inbound(SubscriptionType.SUBSCRIBE, ROMEO, ROMEO_ASKS));
        assertThat(asked.effects()).containsExactly(Effect.ANSWER_SUBSCRIBED, Effect.PUSH, Effect.SHOW);
        assertThat(roster.requests()).isEmpty();
        assertThat(roster.shows(ROMEO)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(SubscriptionState.class)
    void a_removal_ends_what_was_between_the_two(SubscriptionState state) {
        put(ROMEO, "");
        reach(state);
        var removal = removed(ROMEO);

        assertThat(removal.implied().contains(SubscriptionType.UNSUBSCRIBE))
                .isEqualTo(state.subscription().to() || state.pendingOut());
        assertThat(removal.implied().contains(SubscriptionType.UNSUBSCRIBED))
                .isEqualTo(state.subscription().from() || state.pendingIn());
        assertThat(removal.has(Effect.HIDE)).isEqualTo(state.subscription().from());
        assertThat(removal.has(Effect.UNWATCH)).isEqualTo(state.subscription().to());
        assertThat(roster.state(ROMEO)).isEqualTo(SubscriptionState.NONE);
        assertThat(roster.requests()).isEmpty();
        assertThat(removal.pushes().getFirst().children().getFirst())
                .isEqualTo(xml("<item xmlns='jabber:iq:roster' jid='romeo@montague.example' subscription='remove'/>"));
    }

    @Test
    void a_removal_of_nobody_is_refused() {
        updated(roster.inbound(SubscriptionType.SUBSCRIBE, ROMEO, ROMEO_ASKS)); // asked, but is no contact

        assertThat(roster.remove(new RosterQuery.Remove(ROMEO)))
                .isEqualTo(new RosterUpdate.Refused(StanzaError.ITEM_NOT_FOUND));
    }

    @Test
    void a_full_roster_refuses_one_more_contact_and_still_changes_the_others() {
        put(ROMEO, "");
        put(NURSE, "");
        put(PARIS, "");
        var tybalt = Jid.parse("tybalt@capulet.example");
        var refused = new RosterUpdate.Refused(StanzaError.POLICY_VIOLATION);

        assertThat(roster.put(new RosterQuery.Put(tybalt, "", List.of()))).isEqualTo(refused);
        assertThat(roster.outbound(SubscriptionType.SUBSCRIBE, tybalt)).isEqualTo(refused);
        assertThat(roster.outbound(SubscriptionType.UNSUBSCRIBE, tybalt)).isInstanceOf(RosterUpdate.Updated.class);
        assertThat(put(PARIS, "Paris")).hasSize(1);
    }

    @Test
    void a_roster_has_a_bound_in_bytes() {
        put(ROMEO, "", "a".repeat(50), "b".repeat(50)); // 122 with the address
        var room = FEW.rosterBytesMax() - 122 - NURSE.toString().length();

        assertThat(roster.put(new RosterQuery.Put(NURSE, "n".repeat(room + 1), List.of())))
                .isEqualTo(new RosterUpdate.Refused(StanzaError.POLICY_VIOLATION));
        assertThat(put(NURSE, "n".repeat(room))).hasSize(1);
    }

    @Test
    void a_client_with_the_newest_version_gets_nothing() {
        put(ROMEO, "");

        assertThat(answer(roster.version())).isEqualTo(new RosterAnswer.Since(List.of()));
    }

    @Test
    void a_client_a_little_behind_gets_what_it_missed_in_order() {
        put(ROMEO, "");
        put(NURSE, "");
        var known = roster.version();
        put(ROMEO, "R1");
        put(ROMEO, "R2");
        removed(NURSE);

        assertThat(answer(known))
                .isEqualTo(new RosterAnswer.Since(List.of(
                        xml("<query xmlns='jabber:iq:roster' ver='j1.4'><item jid='romeo@montague.example' name='R2'"
                                + " subscription='none'/></query>"),
                        xml("<query xmlns='jabber:iq:roster' ver='j1.5'><item jid='nurse@capulet.example'"
                                + " subscription='remove'/></query>"))));
    }

    @Test
    void a_contact_that_came_back_is_not_told_as_removed() {
        put(ROMEO, "");
        var known = roster.version();
        removed(ROMEO);
        put(ROMEO, "again");

        assertThat(answer(known))
                .isEqualTo(new RosterAnswer.Since(List.of(xml("<query xmlns='jabber:iq:roster' ver='j1.3'><item"
                        + " jid='romeo@montague.example' name='again' subscription='none'/></query>"))));
    }

    @Test
    void a_client_further_behind_gets_everything_with_the_version() {
        put(ROMEO, "");
        var known = roster.version();
        put(ROMEO, "R");
        put(NURSE, "");
        assertThat(answer(known)).isInstanceOf(RosterAnswer.Since.class); // two pushes: the bound
        put(PARIS, "");

        assertThat(answer(known))
                .isInstanceOfSatisfying(
                        RosterAnswer.Whole.class,
                        whole -> assertThat(whole.query().attribute("ver")).contains(roster.version()));
    }

    @Test
    void removals_beyond_the_bound_are_forgotten_and_make_the_answer_whole() {
        var versions = new ArrayList<String>();
        versions.add(roster.version());
        for (int i = 0; i <= FEW.removalsMax(); i++) {
            put(ROMEO, "");
            versions.add(roster.version());
            removed(ROMEO);
            versions.add(roster.version());
        }
        // one contact, removed again and again, is one removal to remember
        assertThat(answer(versions.getFirst())).isInstanceOf(RosterAnswer.Since.class);

        for (var each : List.of(NURSE, PARIS)) {
            put(each, "");
            removed(each);
        }
        assertThat(answer(versions.getFirst())).isInstanceOf(RosterAnswer.Whole.class);
        assertThat(answer(versions.getLast())).isInstanceOf(RosterAnswer.Since.class);
    }

    @Test
    void a_version_of_another_account_or_of_the_future_or_no_version_at_all_gets_everything() {
        put(ROMEO, "");

        for (var unknown : List.of("", "j2.1", "j1.2", "j1.-1", "j1.", "j1", "j1.x!", "1")) {
            assertThat(answer(unknown)).as(unknown).isInstanceOf(RosterAnswer.Whole.class);
        }
    }

    @Test
    void what_changed_nothing_is_not_stored() {
        put(ROMEO, "");
        var update = out(SubscriptionType.UNSUBSCRIBE, ROMEO);

        assertThat(update.changes()).isEmpty();
        assertThat(update.pushes()).isEmpty();
        assertThat(update.effects()).containsExactly(Effect.ROUTE);
    }

    private void reach(SubscriptionState state) {
        if (state.subscription().to() || state.pendingOut()) {
            out(SubscriptionType.SUBSCRIBE, ROMEO);
        }
        if (state.subscription().to()) {
            in(SubscriptionType.SUBSCRIBED, ROMEO);
        }
        if (state.subscription().from() || state.pendingIn()) {
            in(SubscriptionType.SUBSCRIBE, ROMEO);
        }
        if (state.subscription().from()) {
            out(SubscriptionType.SUBSCRIBED, ROMEO);
        }
        assertThat(roster.state(ROMEO)).isEqualTo(state);
    }

    private List<Element> put(Jid contact, String name, String... groups) {
        return updated(roster.put(new RosterQuery.Put(contact, name, List.of(groups))))
                .pushes();
    }

    private RosterUpdate.Updated removed(Jid contact) {
        return updated(roster.remove(new RosterQuery.Remove(contact)));
    }

    private RosterUpdate.Updated out(SubscriptionType type, Jid contact) {
        return updated(roster.outbound(type, contact));
    }

    private RosterUpdate.Updated in(SubscriptionType type, Jid contact) {
        return updated(roster.inbound(type, contact, ROMEO_ASKS.withType(type.text())));
    }

    /// Goes on with the roster as it is read back from what was stored.
    private RosterUpdate.Updated updated(RosterUpdate update) {
        assertThat(update).isInstanceOf(RosterUpdate.Updated.class);
        var updated = (RosterUpdate.Updated) update;
        for (var change : updated.changes()) {
            switch (change) {
                case Change.Put(var item) -> store.put(item.kind().name() + item.key(), item);
                case Change.Remove(var kind, var key) -> store.remove(kind.name() + key);
            }
        }
        roster = Roster.load("j1", FEW, store.values());
        assertThat(roster.items())
                .containsExactlyInAnyOrderElementsOf(updated.roster().items());
        assertThat(roster.requests())
                .containsExactlyInAnyOrderElementsOf(updated.roster().requests());
        assertThat(roster.version()).isEqualTo(updated.roster().version());
        return updated;
    }

    private RosterAnswer answer(String ver) {
        return roster.answer(new RosterQuery.Get(Optional.of(ver)));
    }

    private Element whole(Optional<String> ver) {
        return switch (roster.answer(new RosterQuery.Get(ver))) {
            case RosterAnswer.Whole(var query) -> query;
            case RosterAnswer.Since since -> throw new AssertionError(since);
        };
    }

    private static Element xml(String xml) {
        return Element.parse(xml);
    }
}
