package io.kith.sharding.session;

import io.kith.proto.stanza.StanzaError;
import java.util.List;

/// What [DeliveryRules] decided about one stanza.
public sealed interface Verdict<E> {

    /// To these, at least one, each once.
    record Deliver<E>(List<E> to) implements Verdict<E> {
        public Deliver {
            to = List.copyOf(to);
            if (to.isEmpty()) {
                throw new IllegalArgumentException("delivered to nobody");
            }
        }
    }

    /// To nobody now; it waits in the log for the next resource that takes messages.
    record Keep<E>() implements Verdict<E> {}

    /// To nobody; its sender gets this error.
    record Bounce<E>(StanzaError error) implements Verdict<E> {}

    /// To nobody, and nobody is told.
    record Drop<E>() implements Verdict<E> {}

    /// The server acts on it for the account: a request to answer, or an answer to a request of the account's own.
    record Answer<E>() implements Verdict<E> {}

    /// A subscription stanza: the tables of RFC 6121 §3 and Appendix A decide.
    record Subscription<E>() implements Verdict<E> {}

    /// A probe: RFC 6121 §4.3.2 decides.
    record Probe<E>() implements Verdict<E> {}
}
