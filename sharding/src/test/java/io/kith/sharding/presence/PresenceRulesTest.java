package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.roster.Roster;
import io.kith.sharding.roster.RosterLimits;
import io.kith.sharding.roster.RosterUpdate;
import io.kith.sharding.roster.SubscriptionState;
import io.kith.sharding.roster.SubscriptionType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PresenceRulesTest {

    private static final Jid JULIET = Jid.parse("juliet@capulet.example");
    private static final Jid ROMEO = Jid.parse("romeo@montague.example");
    private static final Jid ORCHARD = ROMEO.withResource("orchard");
    private static final Stanza BALCONY = shown("balcony", "");
    private static final Stanza CHAMBER = shown("chamber", "<show>away</show><priority>-1</priority>");

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "<priority>5</priority>, 5",
        "<priority> -128 </priority>, -128",
        "<priority>127</priority>, 127"
    })
    void a_priority_is_read(String children, int priority) {
        assertThat(PresenceRules.priority(shown("balcony", children))).isEqualTo(OptionalInt.of(priority));
        assertThat(PresenceRules.refusal(shown("balcony", children))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<priority>128</priority>",
                "<priority>-129</priority>",
                "<priority/>",
                "<priority>high</priority>",
                "<priority>00001</priority>",
                "<priority>1</priority><priority>1</priority>",
            })
    void a_wrong_priority_is_a_bad_request(String children) {
        assertThat(PresenceRules.refusal(shown("balcony", children))).contains(StanzaError.BAD_REQUEST);
    }

    @Test
    void an_unknown_type_is_a_bad_request_and_a_huge_presence_against_the_policy() {
        assertThat(PresenceRules.refusal(BALCONY.withType("invisible"))).contains(StanzaError.BAD_REQUEST);

        var room = PresenceRules.PRESENCE_BYTES_MAX
                - shown("balcony", "<status></status>").size();
        assertThat(PresenceRules.refusal(shown("balcony", "<status>" + "x".repeat(room) + "</status>")))
                .isEmpty();
        assertThat(PresenceRules.refusal(shown("balcony", "<status>" + "x".repeat(room + 1) + "</status>")))
                .contains(StanzaError.POLICY_VIOLATION);
    }

    @Test
    void what_all_resources_of_an_account_show_is_bounded_together() {
        var balcony = Jid.parse("juliet@capulet.example/balcony");
        var current = new ArrayList<Stanza>();
        for (var shown = 0;
                shown < PresenceRules.ACCOUNT_BYTES_MAX - PresenceRules.PRESENCE_BYTES_MAX;
                shown += PresenceRules.PRESENCE_BYTES_MAX) {
            current.add(largest("other" + shown));
        }
        current.add(shown("balcony", "<status>what it showed before</status>"));
        assertThat(PresenceRules.refusal(largest("balcony"), balcony, current)).isEmpty();

        current.add(shown("third", ""));
        assertThat(PresenceRules.refusal(largest("balcony"), balcony, current))
                .contains(StanzaError.RESOURCE_CONSTRAINT);
        assertThat(PresenceRules.refusal(BALCONY, balcony, current)).isEmpty();
        assertThat(PresenceRules.refusal(BALCONY.withType("invisible"), balcony, current))
                .contains(StanzaError.BAD_REQUEST);
    }

    @Test
    void who_goes_may_say_so_however_much_the_others_show() {
        var balcony = Jid.parse("juliet@capulet.example/balcony");
        var current = Collections.nCopies(9, largest("other"));

        assertThat(PresenceRules.refusal(BALCONY, balcony, current)).contains(StanzaError.RESOURCE_CONSTRAINT);
        assertThat(PresenceRules.refusal(BALCONY.withType("unavailable"), balcony, current))
                .isEmpty();
    }

    private static Stanza largest(String resource) {
        var room = PresenceRules.PRESENCE_BYTES_MAX
                - shown(resource, "<status></status>").size();
        return shown(resource, "<status>" + "x".repeat(room) + "</status>");
    }

    @Test
    void others_see_a_presence_from_the_full_address() {
        var sent = Stanza.parse("<presence to='juliet@capulet.example'><show>away</show></presence>");

        assertThat(PresenceRules.shown(sent, ORCHARD))
                .isEqualTo(
                        Stanza.parse("<presence from='romeo@montague.example/orchard'><show>away</show></presence>"));
    }

    @Test
    void a_new_resource_sees_the_others_of_its_account_but_not_itself() {
        assertThat(PresenceRules.ofOwnOthers(JULIET.withResource("chamber"), List.of(BALCONY, CHAMBER)))
                .containsExactly(BALCONY.withTo(JULIET.withResource("chamber")));
    }

    @ParameterizedTest
    @EnumSource(SubscriptionState.class)
    void a_probe_is_answered_by_what_the_prober_may_know(SubscriptionState state) {
        var answer = answer(roster(state), List.of(BALCONY, CHAMBER), "juliet@capulet.example");

        if (state.subscription().from()) {
            assertThat(answer).containsExactly(BALCONY.withTo(ORCHARD), CHAMBER.withTo(ORCHARD));
        } else if (state.pendingIn()) {
            assertThat(answer).isEmpty();
        } else {
            assertThat(answer).containsExactly(Stanza.presence(JULIET, ROMEO, "unsubscribed"));
        }
    }

    @Test
    void a_probe_of_somebody_who_is_away_is_told_so() {
        var friend = roster(SubscriptionState.FROM);

        assertThat(answer(friend, List.of(), "juliet@capulet.example"))
                .containsExactly(Stanza.presence(JULIET, ORCHARD, "unavailable"));
        assertThat(answer(friend, List.of(BALCONY), "juliet@capulet.example/chamber"))
                .containsExactly(Stanza.presence(JULIET.withResource("chamber"), ORCHARD, "unavailable"));
        assertThat(answer(friend, List.of(BALCONY, CHAMBER), "juliet@capulet.example/chamber"))
                .containsExactly(CHAMBER.withTo(ORCHARD));
    }

    @Test
    void an_own_resource_may_probe_and_a_blocked_contact_learns_nothing() {
        var probe = Stanza.presence(JULIET.withResource("crypt"), JULIET, "probe");
        assertThat(PresenceRules.answer(
                        probe, JULIET, roster(SubscriptionState.NONE), List.of(BALCONY), _ -> false, false))
                .containsExactly(BALCONY.withTo(JULIET.withResource("crypt")));

        var blocked = Stanza.presence(ORCHARD, JULIET, "probe");
        assertThat(PresenceRules.answer(
                        blocked, JULIET, roster(SubscriptionState.BOTH), List.of(BALCONY), ORCHARD::equals, true))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(SubscriptionState.class)
    void whoever_was_shown_a_resource_directly_is_told_that_it_is_there_and_nothing_more(SubscriptionState state) {
        var probe = Stanza.presence(ORCHARD, JULIET.withResource("crypt"), "probe");

        assertThat(PresenceRules.answer(probe, JULIET, roster(state), List.of(BALCONY), _ -> false, true))
                .containsExactly(Stanza.presence(JULIET.withResource("crypt"), ORCHARD, ""));
    }

    @ParameterizedTest
    @EnumSource(SubscriptionState.class)
    void who_sees_and_is_seen_follows_the_subscription_unless_blocked(SubscriptionState state) {
        var roster = roster(state);

        assertThat(PresenceRules.audience(roster, _ -> false).contains(ROMEO))
                .isEqualTo(state.subscription().from());
        assertThat(PresenceRules.watched(roster, _ -> false).contains(ROMEO))
                .isEqualTo(state.subscription().to());
        assertThat(PresenceRules.audience(roster, ROMEO::equals)).isEmpty();
        assertThat(PresenceRules.watched(roster, ROMEO::equals)).isEmpty();
    }

    private static List<Stanza> answer(Roster roster, List<Stanza> current, String to) {
        var probe = Stanza.presence(ORCHARD, Jid.parse(to), "probe");
        return PresenceRules.answer(probe, JULIET, roster, current, _ -> false, false);
    }

    private static Roster roster(SubscriptionState state) {
        var roster = Roster.empty("j", RosterLimits.DEFAULT);
        if (state.subscription().to() || state.pendingOut()) {
            roster = next(roster.outbound(SubscriptionType.SUBSCRIBE, ROMEO));
        }
        if (state.subscription().to()) {
            roster = next(roster.inbound(SubscriptionType.SUBSCRIBED, ROMEO, BALCONY));
        }
        if (state.subscription().from() || state.pendingIn()) {
            roster = next(roster.inbound(SubscriptionType.SUBSCRIBE, ROMEO, BALCONY));
        }
        return state.subscription().from() ? next(roster.outbound(SubscriptionType.SUBSCRIBED, ROMEO)) : roster;
    }

    private static Roster next(RosterUpdate update) {
        return switch (update) {
            case RosterUpdate.Updated updated -> updated.roster();
            case RosterUpdate.Refused refused -> throw new AssertionError(refused);
        };
    }

    private static Stanza shown(String resource, String children) {
        return Stanza.parse("<presence from='juliet@capulet.example/" + resource + "'>" + children + "</presence>");
    }
}
