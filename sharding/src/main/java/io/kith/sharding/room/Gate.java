package io.kith.sharding.room;

import java.util.ArrayDeque;
import java.util.Deque;

/// Lets one thing happen after the other while some of them take time: what comes while the gate is held waits, in
/// order.
final class Gate {

    /// Turns that may wait; a room that is this far behind refuses more.
    static final int WAITING_MAX = 1_000;

    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int held;
    private boolean draining;

    /// Runs `turn` now, or when everything before it is done.
    ///
    /// @return false if too much waits already and the turn was not taken
    boolean pass(Runnable turn) {
        if (waiting.size() >= WAITING_MAX) {
            return false;
        }
        waiting.add(turn);
        drain();
        return true;
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
                waiting.remove().run();
            }
        } finally {
            draining = false;
        }
    }
}
