package io.kith.node.edge;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// What a `Connection` wants of that which carries it.
@FunctionalInterface
interface Carrier {

    /// Gives the result of `stage` to `then`, in turn with all else that happens to the connection, never on
    /// another thread beside it. A stage that fails is our fault and ends the connection.
    <T> void whenDone(CompletionStage<T> stage, Consumer<T> then);
}
