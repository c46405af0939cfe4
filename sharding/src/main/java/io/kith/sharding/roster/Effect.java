package io.kith.sharding.roster;

/// What a subscription stanza makes an owner do, beside storing the new state. To be done in this order.
public enum Effect {
    /// The contact must not see the user any more: `unavailable` from each available resource (RFC 6121 §3.2.2,
    /// §3.3.3).
    HIDE,
    /// The user's stanza goes on to the contact.
    ROUTE,
    /// The contact is told `subscribed` on the user's behalf (§3.1.3, §3.4.2).
    ANSWER_SUBSCRIBED,
    /// The contact's stanza goes to the user: `subscribe` to each available resource, the others to each interested
    /// one.
    DELIVER,
    /// The roster item goes to each interested resource.
    PUSH,
    /// The contact may see the user from now on: current presence of each available resource (§3.1.5).
    SHOW,
    /// The user's devices begin to see the contact.
    WATCH,
    /// The user's devices see the contact no more.
    UNWATCH
}
