package io.kith.sharding.roster;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// A row of the tables of RFC 6121 Appendix A, for one user and contact.
///
/// @param state the new state, which may be the old one
/// @param approved whether the contact's next request is granted in advance (§3.4)
/// @param effects what else is to be done, in the order of [Effect]
public record Transition(SubscriptionState state, boolean approved, Set<Effect> effects) {

    public Transition {
        var copy = EnumSet.noneOf(Effect.class);
        copy.addAll(effects);
        effects = Collections.unmodifiableSet(copy);
    }

    public boolean has(Effect effect) {
        return effects.contains(effect);
    }
}
