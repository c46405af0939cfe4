package io.kith.sharding.session;

import io.kith.persistence.account.Change;
import io.kith.sharding.small.SmallQueue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Processes what each session sends in its order (RFC 6120 §10.1): while a change that it asked for is being stored,
/// what it has sent behind that waits, for the change may decide about it. Nobody else waits.
///
/// What waits is bounded by what an edge lets a session have unhandled, and how long by [Outcomes#LATER_MAX].
final class InOrder {

    private final Owner owner;

    /// Sessions that wait for nothing any more, and have something to go on with.
    private final SmallQueue<ClientSession> released = new SmallQueue<>();

    private int waiting;

    InOrder(Owner owner) {
        this.owner = owner;
    }

    /// Takes the next of what a session does: now, or in its turn.
    void take(ClientSession session, Runnable work) {
        if (session.isSuspended()) {
            put(session, work);
        } else {
            owner.take(() -> {
                if (session.isSuspended()) {
                    put(session, work);
                } else {
                    work.run();
                }
            });
        }
    }

    /// What this session sends from now on waits until the answer is run, or the time is over; null when no session
    /// asked.
    Runnable suspend(@Nullable ClientSession session) {
        if (session == null) {
            return () -> {};
        }
        session.underWay++;
        var open = new boolean[] {true};
        Runnable release = () -> {
            if (open[0]) {
                open[0] = false;
                session.underWay--;
                if (session.underWay == 0 && !session.behind.isEmpty()) {
                    released.addLast(session);
                }
            }
        };
        owner.outside.later(Outcomes.LATER_MAX, release);
        return release;
    }

    /// Submits a change of the account, for which this session waits; null when no session asked.
    ///
    /// @return whether it is taken, as [Changes#submit]
    boolean submit(@Nullable ClientSession session, Changes.Step step) {
        var release = suspend(session);
        var submitted = owner.changes.submit(new Changes.Step() {

            @Override
            public List<Change> decide() {
                return step.decide();
            }

            @Override
            public void stored() {
                step.stored();
                release.run();
            }

            @Override
            public void failed() {
                step.failed();
                release.run();
            }
        });
        if (!submitted) {
            release.run();
        }
        return submitted;
    }

    /// Goes on with a session that was released, if there is one.
    boolean goesOn() {
        if (released.isEmpty()) {
            return false;
        }
        goOn(released.removeFirst());
        return true;
    }

    /// Whether anything waits.
    boolean isBusy() {
        return waiting > 0;
    }

    private void put(ClientSession session, Runnable work) {
        session.behind = session.behind.with(work);
        waiting++;
    }

    private void goOn(ClientSession session) {
        while (session.underWay == 0 && !session.behind.isEmpty()) {
            if (owner.log.isOpening()) {
                owner.take(() -> goOn(session));
                return;
            }
            waiting--;
            session.behind.removeFirst().run();
        }
    }
}
