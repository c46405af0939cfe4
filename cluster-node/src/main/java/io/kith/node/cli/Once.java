package io.kith.node.cli;

/// Work that is done once, for the first who asks for it; all others go on when it is done, or has failed.
final class Once {

    private final Runnable work;
    private boolean begun;

    Once(Runnable work) {
        this.work = work;
    }

    synchronized void run() {
        if (!begun) {
            begun = true;
            work.run();
        }
    }
}
