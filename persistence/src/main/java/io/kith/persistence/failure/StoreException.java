package io.kith.persistence.failure;

import org.jspecify.annotations.Nullable;

/// A store could not do what it was asked. Every future of a store that fails, fails with this.
public final class StoreException extends RuntimeException {

    /// What is known of the request that failed.
    public enum Outcome {
        /// Nothing was attempted: the store is shut off or has too much in flight. Refuse the peer, or wait.
        REFUSED,
        /// It was attempted and may or may not have happened, now or a little later. Repeat the same request.
        UNKNOWN,
        /// It did not happen and repeating it changes nothing: the schema or the request is wrong.
        FAILED
    }

    private static final long serialVersionUID = 1L;

    private final Outcome outcome;

    /// A failure with its reason, without a cause from below.
    public StoreException(Outcome outcome, String message) {
        this(outcome, message, null);
    }

    /// A failure with its reason and what caused it.
    public StoreException(Outcome outcome, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    /// What the caller may conclude.
    public Outcome outcome() {
        return outcome;
    }

    /// Whether it is for the store that this failed, and not for what was asked: the same may be done later.
    public boolean isOutage() {
        return outcome != Outcome.FAILED;
    }
}
