package io.kith.sharding.roster;

import io.kith.persistence.account.Change;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import java.util.List;
import java.util.Set;

/// What a change of a roster came to.
public sealed interface RosterUpdate {

    /// The next roster, and what belongs to it.
    ///
    /// @param changes to be stored, all or none, before anything else happens; empty when nothing durable changed
    /// @param pushes a `<query/>` each, for every interested resource (RFC 6121 §2.1.6)
    /// @param effects of subscriptions, to be done in the order of [Effect]; `PUSH` means `pushes`
    /// @param implied subscription stanzas that go to the contact on the user's behalf, as it was removed
    ///     (§2.5.2)
    record Updated(
            Roster roster,
            List<Change> changes,
            List<Element> pushes,
            Set<Effect> effects,
            List<SubscriptionType> implied)
            implements RosterUpdate {
        public Updated {
            changes = List.copyOf(changes);
            pushes = List.copyOf(pushes);
            implied = List.copyOf(implied);
        }

        public boolean has(Effect effect) {
            return effects.contains(effect);
        }
    }

    /// Nothing changed; whoever asked gets this error.
    record Refused(StanzaError error) implements RosterUpdate {}
}
