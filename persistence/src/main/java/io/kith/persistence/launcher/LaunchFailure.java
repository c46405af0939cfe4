package io.kith.persistence.launcher;

import org.jspecify.annotations.Nullable;

/// Cassandra can't be run; the message is for the operator.
public final class LaunchFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LaunchFailure(String message) {
        this(message, null);
    }

    LaunchFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
