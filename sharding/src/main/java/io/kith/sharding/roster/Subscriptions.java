package io.kith.sharding.roster;

import static io.kith.sharding.roster.SubscriptionState.BOTH;
import static io.kith.sharding.roster.SubscriptionState.FROM;
import static io.kith.sharding.roster.SubscriptionState.FROM_PENDING_OUT;
import static io.kith.sharding.roster.SubscriptionState.NONE;
import static io.kith.sharding.roster.SubscriptionState.NONE_PENDING_IN;
import static io.kith.sharding.roster.SubscriptionState.NONE_PENDING_OUT;
import static io.kith.sharding.roster.SubscriptionState.NONE_PENDING_OUT_IN;
import static io.kith.sharding.roster.SubscriptionState.TO;
import static io.kith.sharding.roster.SubscriptionState.TO_PENDING_IN;

import java.util.EnumSet;

/// The eight tables of RFC 6121 Appendix A, with pre-approval (§3.4) and the automatic answers of §3.1.3.
///
/// *Outbound* is a stanza of the user's own, *inbound* one from the contact. A stanza that changes nothing is neither
/// routed nor delivered, with two exceptions: `subscribe` and `unsubscribe` of the user's own always go to the contact
/// (§A.2.1, §A.2.2), so that two servers that disagree come together again; and a request that is granted already, or
/// in advance, is answered `subscribed` without asking the user.
///
/// A pre-approval lasts until the user takes it back with `unsubscribed` or removes the contact.
public final class Subscriptions {

    private Subscriptions() {}

    /// What the user's own stanza does (§A.2).
    public static Transition outbound(SubscriptionType type, SubscriptionState state, boolean approved) {
        return switch (type) {
            case SUBSCRIBE -> transition(state, afterOutboundSubscribe(state), approved, approved, Effect.ROUTE);
            case UNSUBSCRIBE -> transition(state, afterOutboundUnsubscribe(state), approved, approved, Effect.ROUTE);
            case SUBSCRIBED -> {
                var next = afterOutboundSubscribed(state);
                boolean inAdvance = next == state && !state.subscription().from(); // §3.4.2
                yield next == state
                        ? transition(state, state, approved, approved || inAdvance)
                        : transition(state, next, approved, approved, Effect.ROUTE);
            }
            case UNSUBSCRIBED -> {
                var next = afterOutboundUnsubscribed(state);
                yield next == state
                        ? transition(state, state, approved, false)
                        : transition(state, next, approved, false, Effect.ROUTE);
            }
        };
    }

    /// What the contact's stanza does (§A.3).
    public static Transition inbound(SubscriptionType type, SubscriptionState state, boolean approved) {
        return switch (type) {
            case SUBSCRIBE -> inboundSubscribe(state, approved);
            case UNSUBSCRIBE -> delivered(state, afterInboundUnsubscribe(state), approved);
            case SUBSCRIBED -> delivered(state, afterInboundSubscribed(state), approved);
            case UNSUBSCRIBED -> delivered(state, afterInboundUnsubscribed(state), approved);
        };
    }

    private static SubscriptionState afterOutboundSubscribe(SubscriptionState state) { // §A.2.1
        return switch (state) {
            case NONE -> NONE_PENDING_OUT;
            case NONE_PENDING_IN -> NONE_PENDING_OUT_IN;
            case FROM -> FROM_PENDING_OUT;
            case NONE_PENDING_OUT, NONE_PENDING_OUT_IN, TO, TO_PENDING_IN, FROM_PENDING_OUT, BOTH -> state;
        };
    }

    private static SubscriptionState afterOutboundUnsubscribe(SubscriptionState state) { // §A.2.2
        return switch (state) {
            case NONE_PENDING_OUT, TO -> NONE;
            case NONE_PENDING_OUT_IN, TO_PENDING_IN -> NONE_PENDING_IN;
            case FROM_PENDING_OUT, BOTH -> FROM;
            case NONE, NONE_PENDING_IN, FROM -> state;
        };
    }

    private static SubscriptionState afterOutboundSubscribed(SubscriptionState state) { // §A.2.3
        return switch (state) {
            case NONE_PENDING_IN -> FROM;
            case NONE_PENDING_OUT_IN -> FROM_PENDING_OUT;
            case TO_PENDING_IN -> BOTH;
            case NONE, NONE_PENDING_OUT, TO, FROM, FROM_PENDING_OUT, BOTH -> state;
        };
    }

    private static SubscriptionState afterOutboundUnsubscribed(SubscriptionState state) { // §A.2.4
        return withoutFrom(state);
    }

    private static Transition inboundSubscribe(SubscriptionState state, boolean approved) { // §A.3.1
        if (state.subscription().from()) {
            return transition(state, state, approved, approved, Effect.ANSWER_SUBSCRIBED, Effect.SHOW);
        }
        if (approved) {
            var granted = SubscriptionState.of(
                    state.subscription().to() ? Subscription.BOTH : Subscription.FROM, state.pendingOut(), false);
            return transition(state, granted, true, true, Effect.ANSWER_SUBSCRIBED);
        }
        return delivered(state, SubscriptionState.of(state.subscription(), state.pendingOut(), true), false);
    }

    private static SubscriptionState afterInboundUnsubscribe(SubscriptionState state) { // §A.3.2
        return withoutFrom(state);
    }

    private static SubscriptionState afterInboundSubscribed(SubscriptionState state) { // §A.3.3
        return switch (state) {
            case NONE_PENDING_OUT -> TO;
            case NONE_PENDING_OUT_IN -> TO_PENDING_IN;
            case FROM_PENDING_OUT -> BOTH;
            case NONE, NONE_PENDING_IN, TO, TO_PENDING_IN, FROM, BOTH -> state;
        };
    }

    private static SubscriptionState afterInboundUnsubscribed(SubscriptionState state) { // §A.3.4
        return afterOutboundUnsubscribe(state); // whoever of the two ends it
    }

    /// The contact's right to see the user, granted or asked for, is gone: whoever of the two ends it.
    private static SubscriptionState withoutFrom(SubscriptionState state) {
        return switch (state) {
            case NONE_PENDING_IN, FROM -> NONE;
            case NONE_PENDING_OUT_IN, FROM_PENDING_OUT -> NONE_PENDING_OUT;
            case TO_PENDING_IN, BOTH -> TO;
            case NONE, NONE_PENDING_OUT, TO -> state;
        };
    }

    private static Transition delivered(SubscriptionState state, SubscriptionState next, boolean approved) {
        return next == state
                ? transition(state, next, approved, approved)
                : transition(state, next, approved, approved, Effect.DELIVER);
    }

    /// Adds what follows from the two states alone.
    private static Transition transition(
            SubscriptionState before,
            SubscriptionState after,
            boolean approvedBefore,
            boolean approvedAfter,
            Effect... effects) {
        var all = EnumSet.noneOf(Effect.class);
        for (var effect : effects) {
            all.add(effect);
        }
        var had = before.subscription();
        var has = after.subscription();
        if (had != has || before.pendingOut() != after.pendingOut() || approvedBefore != approvedAfter) {
            all.add(Effect.PUSH); // a pending request of the contact is nothing that a roster shows (§3.1.3)
        }
        if (had.from() != has.from()) {
            all.add(has.from() ? Effect.SHOW : Effect.HIDE);
        }
        if (had.to() != has.to()) {
            all.add(has.to() ? Effect.WATCH : Effect.UNWATCH);
        }
        return new Transition(after, approvedAfter, all);
    }
}
