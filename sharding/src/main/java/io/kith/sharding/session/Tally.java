package io.kith.sharding.session;

/// One owner's part of what all owners of a node hold now ([SessionCounters]); taken out again when the owner stops,
/// whatever was still under way.
final class Tally {

    private final SessionCounters all;
    private long rows;
    private long waiting;
    private boolean over;

    Tally(SessionCounters all) {
        this.all = all;
    }

    /// What it holds now.
    void holds(long nowRows, long nowWaiting) {
        if (over || (nowRows == rows && nowWaiting == waiting)) {
            return;
        }
        all.unstoredRows.add(nowRows - rows);
        all.waiting.add(nowWaiting - waiting);
        rows = nowRows;
        waiting = nowWaiting;
    }

    /// The owner is no more.
    void withdraw() {
        holds(0, 0);
        over = true;
    }
}
