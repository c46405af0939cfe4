package io.kith.node.admin;

import io.kith.persistence.failure.StoreException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What an operator is told when the node could not do what was asked, for no fault of the question.
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);

    private Outage() {}

    /// Only what nobody has thought of goes to the log: a store that is away is told there already.
    ///
    /// @param changes whether the question was to change something, of which some may have been done
    static String words(Throwable failure, boolean changes) {
        var words = switch (failure) {
            case StoreException store when store.isOutage() -> "the store gives no answer (" + store.getMessage() + ")";
            case TimeoutException _ -> "the node does not get it done in time; its store may be away";
            default -> {
                LOG.warn("A request of an operator failed", failure);
                yield "the node failed; its log says why";
            }
        };
        return changes ? words + "; whether it was done is not known" : words;
    }
}
