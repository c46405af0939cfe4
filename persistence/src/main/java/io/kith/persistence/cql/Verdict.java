package io.kith.persistence.cql;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.QueryExecutionException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import io.kith.persistence.failure.StoreException.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionException;

/// What a failure of the driver means.
final class Verdict {

    private Verdict() {}

    static Throwable unwrapped(Throwable failure) {
        var cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }

    /// REFUSED and UNKNOWN are worth a repeat, FAILED is not.
    static Outcome of(Throwable failure) {
        return switch (failure) {
            case AllNodesFailedException all -> ofAll(all);
            case UnavailableException _, BootstrappingException _, OverloadedException _ -> Outcome.REFUSED;
            case BusyConnectionException _, NodeUnavailableException _, RequestThrottlingException _ -> Outcome.REFUSED;
            case QueryValidationException _ -> Outcome.FAILED;
            case DriverTimeoutException _, ClosedConnectionException _, HeartbeatException _ -> Outcome.UNKNOWN;
            case QueryExecutionException _ -> Outcome.UNKNOWN; // a replica timed out or failed; others may have written
            default -> Outcome.FAILED;
        };
    }

    /// Each node that was asked has its own failure; with no node there was nothing to ask.
    private static Outcome ofAll(AllNodesFailedException all) {
        var outcomes = all.getAllErrors().values().stream()
                .flatMap(Collection::stream)
                .map(Verdict::of)
                .toList();
        for (var worst : List.of(Outcome.UNKNOWN, Outcome.FAILED)) {
            if (outcomes.contains(worst)) {
                return worst;
            }
        }
        return Outcome.REFUSED;
    }
}
