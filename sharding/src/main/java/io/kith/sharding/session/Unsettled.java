package io.kith.sharding.session;

import java.util.ArrayList;
import java.util.List;

/// A message of which not every row is known to be stored, and what happens when it is.
final class Unsettled {

    private int open;
    private final List<Runnable> then = new ArrayList<>(1);

    /// @param open how many rows are to be stored
    Unsettled(int open, Runnable then) {
        this.open = open;
        this.then.add(then);
    }

    void also(Runnable more) {
        then.add(more);
    }

    /// One more is stored. Says whether it was the last.
    boolean one() {
        if (--open == 0) {
            all();
            return true;
        }
        return false;
    }

    /// Nothing more is to come.
    void all() {
        then.forEach(Runnable::run);
        then.clear();
    }
}
