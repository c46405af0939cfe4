package io.kith.node.cli;

import org.jspecify.annotations.Nullable;

/// Work that may be asked for before it can be done: once it can be it is done, once, however often it was asked for.
final class Deferred {

    private @Nullable Runnable work;
    private boolean wanted;

    /// Does it, or remembers that it is wanted.
    void run() {
        var now = wish();
        if (now != null) {
            now.run();
        }
    }

    /// From now on it can be done: so.
    void be(Runnable work) {
        if (allow(work)) {
            work.run();
        }
    }

    private synchronized @Nullable Runnable wish() {
        wanted = true;
        return work;
    }

    private synchronized boolean allow(Runnable work) {
        this.work = work;
        return wanted;
    }
}
