package io.kith.sharding.room;

import io.kith.persistence.archive.Row;
import io.kith.sharding.session.Backoff;
import io.kith.sharding.session.Turns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Stored rows that are being written anew: of each row one write at a time, so that a correction which is tried again
/// never comes behind the tombstone that follows it. Of the forms that come during a write, the last is written next.
///
/// Each write is tried until it succeeds. Bounded by who puts rows in.
final class Replacements {

    private static final class Pending {

        private Row latest;
        private List<Runnable> dones = new ArrayList<>(1);

        private Pending(Row latest) {
            this.latest = latest;
        }
    }

    private final Function<Row, CompletionStage<Void>> write;
    private final Turns outside;
    private final Map<Long, Pending> pending = new HashMap<>(0);

    Replacements(Function<Row, CompletionStage<Void>> write, Turns outside) {
        this.write = write;
        this.outside = outside;
    }

    /// @param done runs in a later turn, once the row is stored in this form or in a later one
    void put(Row row, Runnable done) {
        var before = pending.get(row.id());
        if (before == null) {
            var begun = new Pending(row);
            begun.dones.add(done);
            pending.put(row.id(), begun);
            attempt(begun, 0);
        } else {
            before.latest = row;
            before.dones.add(done);
        }
    }

    /// The row in the form that it will have.
    Row latest(Row stored) {
        var next = pending.get(stored.id());
        return next == null ? stored : next.latest;
    }

    private void attempt(Pending of, int failures) {
        var written = of.latest;
        var dones = of.dones;
        of.dones = new ArrayList<>(1);
        outside.await(write.apply(written), (_, failure) -> {
            if (failure != null) {
                of.dones.addAll(0, dones);
                outside.later(Backoff.after(failures + 1), () -> attempt(of, failures + 1));
            } else {
                if (of.dones.isEmpty()) {
                    pending.remove(written.id());
                } else {
                    attempt(of, 0);
                }
                dones.forEach(Runnable::run);
            }
        });
    }
}
