package io.kith.sharding.link;

import java.util.List;

/// What to send again, in this order: the opening, then the messages, the first of which has the number `first`.
/// The opening may be left out only when carrier and receiver know it from a message of their own. At most as many
/// messages as the link's bound; the carrier cuts them into parts that fit its transport.
public record Resend<M>(Announcement opening, long first, List<M> messages) {

    public Resend {
        messages = List.copyOf(messages);
    }
}
