package io.kith.sharding.presence;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.roster.Roster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/// What an owner does with presence that is no subscription (RFC 6121 §4). Pure.
public final class PresenceRules {

    /// The largest presence that is shown to anybody: each fits a message between nodes.
    public static final int PRESENCE_BYTES_MAX = 16 * 1024;

    /// What the resources of an account show together: a small part of what may wait for a client, so that no
    /// contact crowds out another's login.
    public static final int ACCOUNT_BYTES_MAX = 128 * 1024;

    private static final int PRIORITY_MIN = -128;
    private static final int PRIORITY_MAX = 127;
    private static final int PRIORITY_CHARACTERS_MAX = 4;

    private PresenceRules() {}

    /// The error for a presence of the account's own client, if it may not go anywhere: an unknown type or a wrong
    /// priority is `bad-request` (§4.7.1, §4.7.2.3), one larger than [#PRESENCE_BYTES_MAX] `policy-violation`.
    public static Optional<StanzaError> refusal(Stanza presence) {
        return switch (presence.type()) {
            case "", "unavailable", "subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "error" ->
                presence.size() > PRESENCE_BYTES_MAX
                        ? Optional.of(StanzaError.POLICY_VIOLATION)
                        : priority(presence).isPresent() ? Optional.empty() : Optional.of(StanzaError.BAD_REQUEST);
            default -> Optional.of(StanzaError.BAD_REQUEST);
        };
    }

    /// The error for a presence to all of the account's own client, beside what its resources show already: also
    /// `resource-constraint` where they would show more than [#ACCOUNT_BYTES_MAX] with it.
    ///
    /// @param current the last available presence of each available resource, as [#shown]
    public static Optional<StanzaError> refusal(Stanza presence, Jid full, Collection<Stanza> current) {
        var refusal = refusal(presence);
        if (refusal.isPresent() || !presence.isType("")) {
            return refusal;
        }
        long together = presence.size();
        for (var other : current) {
            together += full.equals(other.from()) ? 0 : other.size();
        }
        return together > ACCOUNT_BYTES_MAX ? Optional.of(StanzaError.RESOURCE_CONSTRAINT) : Optional.empty();
    }

    /// The priority that a presence says, 0 when it says none; empty when what it says is none (§4.7.2.3).
    public static OptionalInt priority(Stanza presence) {
        var said = presence.children().stream()
                .filter(child ->
                        child.name().equals("priority") && child.namespace().equals(Namespaces.CLIENT))
                .toList();
        return switch (said.size()) {
            case 0 -> OptionalInt.of(0);
            case 1 -> number(presence.element(said.getFirst()).text().strip());
            default -> OptionalInt.empty();
        };
    }

    /// A client's presence as others get to see it: from its full address, to nobody yet (§4.2.2, §4.4.2).
    public static Stanza shown(Stanza sent, Jid full) {
        return sent.withFrom(full).withTo(null);
    }

    /// Those who may see the account's presence: contacts with `from` or `both`, unless blocked.
    public static List<Jid> audience(Roster roster, Predicate<Jid> blocked) {
        var audience = new ArrayList<Jid>();
        for (var contact : roster.audience()) {
            if (!blocked.test(contact)) {
                audience.add(contact);
            }
        }
        return audience;
    }

    /// Those whose presence the account wants to see: contacts with `to` or `both`, unless blocked.
    public static List<Jid> watched(Roster roster, Predicate<Jid> blocked) {
        var watched = new ArrayList<Jid>();
        for (var contact : roster.watched()) {
            if (!blocked.test(contact)) {
                watched.add(contact);
            }
        }
        return watched;
    }

    /// What a resource that becomes available gets to see of the account's other ones (§4.2.2, §4.3.2).
    ///
    /// @param current the last available presence of each available resource, as [#shown]
    public static List<Stanza> ofOwnOthers(Jid full, Collection<Stanza> current) {
        var others = new ArrayList<Stanza>();
        for (var presence : current) {
            if (!full.equals(presence.from())) {
                others.add(presence.withTo(full));
            }
        }
        return others;
    }

    /// The answer to a probe (§4.3.2, §4.6.6): nothing that the prober may not know.
    ///
    /// A stranger learns only that there is no subscription, which is what it would learn of an
    /// account that does not exist; who waits for an answer to a request, or is blocked, learns
    /// nothing.
    ///
    /// @param probe with the prober's address as `from`
    /// @param current the last available presence of each available resource, as [#shown]
    /// @param directed whether the very resource that is asked for has shown itself to the prober
    public static List<Stanza> answer(
            Stanza probe,
            Jid account,
            Roster roster,
            Collection<Stanza> current,
            Predicate<Jid> blocked,
            boolean directed) {
        var prober = probe.from();
        var asked = probe.to();
        if (prober == null || blocked.test(prober)) {
            return List.of();
        }
        var seen = new ArrayList<Stanza>();
        if (prober.bare().equals(account) || roster.shows(prober)) {
            for (var presence : current) {
                if (asked == null || asked.isBare() || asked.equals(presence.from())) {
                    seen.add(presence.withTo(prober));
                }
            }
        } else if (!directed) {
            return roster.state(prober).pendingIn()
                    ? List.of()
                    : List.of(Stanza.presence(account, prober.bare(), "unsubscribed"));
        }
        if (seen.isEmpty()) {
            seen.add(Stanza.presence(asked == null ? account : asked, prober, directed ? "" : "unavailable"));
        }
        return seen;
    }

    private static OptionalInt number(String text) {
        if (text.isEmpty() || text.length() > PRIORITY_CHARACTERS_MAX) {
            return OptionalInt.empty();
        }
        try {
            int value = Integer.parseInt(text);
            return value < PRIORITY_MIN || value > PRIORITY_MAX ? OptionalInt.empty() : OptionalInt.of(value);
        } catch (NumberFormatException notANumber) {
            return OptionalInt.empty(); // a client may write what it likes
        }
    }
}
