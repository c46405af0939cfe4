package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lets one thing happen after the other while some of them take time: what comes while the gate is held waits, in
/// order.
final class Gate {

    /// Turns that may wait; a room that is this far behind refuses more.
    static final int WAITING_MAX = 1_000;

    /// Turns that may wait on top of these, of what ends something and is not said again.
    static final int ENDING_MAX = 10_000;

    /// Turns of one user's requests that may wait; twice as many together with those that end something. Who floods a
    /// room is refused before others are.
    static final int OF_ONE_MAX = 250;

    private record Turn(@Nullable Request of, Runnable work) {}

    private final Deque<Turn> waiting = new ArrayDeque<>();
    private final Map<Jid, Integer> users = new HashMap<>(0);
    private @Nullable Request current;
    private int held;
    private boolean draining;

    /// Runs `turn` now, or when everything before it is done.
    ///
    /// @return false if too much waits already and the turn was not taken
    boolean pass(Runnable turn) {
        return pass(null, turn, WAITING_MAX, 0);
    }

    /// The same, of a turn that handles a request.
    boolean pass(Request of, Runnable turn) {
        return pass(of, turn, WAITING_MAX, OF_ONE_MAX);
    }

    /// The same, of a turn after which there is less: it is taken when others are not.
    ///
    /// @param of what asks for it, if anything does
    boolean passEnding(@Nullable Request of, Runnable turn) {
        return pass(of, turn, WAITING_MAX + ENDING_MAX, 2 * OF_ONE_MAX);
    }

    private boolean pass(@Nullable Request of, Runnable turn, int max, int ofOneMax) {
        if (waiting.size() >= max || (of != null && !count(of.from().bare(), ofOneMax))) {
            return false;
        }
        waiting.add(new Turn(of, turn));
        drain();
        return true;
    }

    private boolean count(Jid user, int max) {
        if (users.getOrDefault(user, 0) >= max) {
            return false;
        }
        users.merge(user, 1, Integer::sum);
        return true;
    }

    private void uncount(@Nullable Request of) {
        if (of != null) {
            users.computeIfPresent(of.from().bare(), (_, count) -> count == 1 ? null : count - 1);
        }
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
                uncount(next.of());
                current = next.of();
                next.work().run();
            }
            current = held == 0 ? null : current;
        } finally {
            draining = false;
        }
    }
}
