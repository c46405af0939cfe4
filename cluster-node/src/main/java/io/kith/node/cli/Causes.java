package io.kith.node.cli;

import io.kith.persistence.failure.StoreException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// What to tell an operator about a failure.
final class Causes {

    private Causes() {}

    /// The failure itself, without what futures wrap around it.
    static Throwable root(Throwable failure) {
        var cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /// Its message, and that of its cause where there is one. A store that is away says
    /// all in its own: the cause is the driver's, for those who know its classes.
    static String words(Throwable failure) {
        var message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (failure instanceof StoreException store && store.isOutage()) {
            return message;
        }
        var cause = failure.getCause();
        return cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
                ? message
                : message + ": " + cause.getMessage();
    }
}
