package io.kith.sharding.link;

import java.util.List;

/// What a receiver makes of what arrived.
public sealed interface Received<M> {

    /// The next ones in order: act on them now. Never empty.
    record Accept<M>(List<M> messages) implements Received<M> {

        public Accept {
            messages = List.copyOf(messages);
        }
    }

    /// Nothing new in it. The receiver will confirm again, for the sender may have missed it.
    record Duplicate<M>() implements Received<M> {}

    /// Dropped, for something before it is missing: tell the sender.
    record Missing<M>(Gap gap) implements Received<M> {}

    /// Dropped, for something before it is missing that has been asked for already: say nothing.
    record Early<M>() implements Received<M> {}

    /// Refused: it belongs to a sender that `current` has replaced.
    record StaleEpoch<M>(long current) implements Received<M> {}
}
