package io.kith.sharding.room;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Lets one thing happen after the other while some of them take time: what comes while the gate is held waits, in
/// order.
final class Gate {

    /// Turns that may wait; a room that is this far behind refuses more.
    static final int WAITING_MAX = 1_000;

    /// Turns that may wait on top of these, of what ends something and is not said again.
    static final int ENDING_MAX = 10_000;

    private record Turn(@Nullable Request of, Runnable work) {}

    private final Deque<Turn> waiting = new ArrayDeque<>();
    private @Nullable Request current;
    private int held;
    private boolean draining;

    /// Runs `turn` now, or when everything before it is done.
    ///
    /// @return false if too much waits already and the turn was not taken
    boolean pass(Runnable turn) {
        return pass(null, turn, WAITING_MAX);
    }

    /// The same, of a turn that handles a request.
    boolean pass(Request of, Runnable turn) {
        return pass(of, turn, WAITING_MAX);
    }

    /// The same, of a turn after which there is less: it is taken when others are not.
    ///
    /// @param of what asks for it, if anything does
    boolean passEnding(@Nullable Request of, Runnable turn) {
        return pass(of, turn, WAITING_MAX + ENDING_MAX);
    }

    private boolean pass(@Nullable Request of, Runnable turn, int max) {
        if (waiting.size() >= max) {
            return false;
        }
        waiting.add(new Turn(of, turn));
        drain();
        return true;
    }

    /// What is being handled, also while it waits for something; or what the last turn broke on.
    @Nullable
    Request current() {
        return current;
    }

    void hold() {
        held++;
    }

    void release() {
        held--;
        drain();
    }

    boolean isHeld() {
        return held > 0 || !waiting.isEmpty();
    }

    private void drain() {
        if (draining) {
            return; // the turn that runs has called back into the gate: its caller goes on
        }
        draining = true;
        try {
            while (held == 0 && !waiting.isEmpty()) {
                var next = waiting.remove();
                current = next.of();
                next.work().run();
            }
            current = held == 0 ? null : current;
        } finally {
            draining = false;
        }
    }
}
