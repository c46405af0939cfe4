package io.kith.sharding.session;

import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.feature.Hooks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Gives sessions what they have missed, from the log, and brings them to its head.
///
/// A device with a cursor of its own gets what it would have got: the message if it was for it, a
/// copy if it has copies. Any other gets what no device has taken and none holds. Rows that others
/// took are given again at most [#REPLAYED_MAX] times per login; what nobody took is always given.
final class Redelivery {

    /// The most rows that some other device has taken already.
    static final int REPLAYED_MAX = 200;

    private final Owner owner;
    private final ReleaseQueue<Runnable> queue;

    Redelivery(Owner owner, ReleaseQueue<Runnable> queue) {
        this.owner = owner;
        this.queue = queue;
    }

    void begin(ClientSession session) {
        if (!owner.log.isOpen()) {
            owner.whenLogIsOpen(() -> begin(session));
            return;
        }
        if (!session.isWilling() || session.follower != null) {
            return;
        }
        if (session.readsArchive) {
            owner.cursors.untaken().takenAll();
            session.follower = LogFollower.live(head());
            session.ownAfter = head();
            owner.cursors.dirty();
            return;
        }
        var cursor = owner.cursors.untaken().cursor();
        var own = owner.cursors.take(session.device);
        session.ownAfter = own == null ? head() : own;
        session.readOlder = false;
        session.replayBudget = REPLAYED_MAX;
        var after = own == null ? cursor : Math.min(own, cursor);
        session.copied.forgetUpTo(after);
        session.follower = LogFollower.from(after);
        follow(session);
    }

    /// The session takes messages no more, by its own wish. What it holds it has; when it begins again it is given what
    /// nobody took meanwhile.
    void end(ClientSession session) {
        if (session.follower != null) {
            session.follower = null;
            owner.cursors.remove(session.device);
        }
    }

    void follow(ClientSession session) {
        var follower = session.follower;
        if (follower == null || session.parked != null) {
            return;
        }
        follower.next(session.untakenCount(), session.untakenBytes(), readable())
                .ifPresent(read -> {
                    if (read.after() >= readable() && read.after() >= head()) {
                        follower.onPage(List.of(), head()); // nothing there: no need to ask the store
                        return;
                    }
                    owner.log.read(read.after(), read.limit(), (page, failure) -> {
                        if (session.follower != follower) {
                            return; // rewound or ended meanwhile
                        }
                        if (page == null) {
                            follower.onFailure(); // the next tick tries again
                            return;
                        }
                        onPage(session, follower, read, page);
                    });
                });
    }

    private void onPage(ClientSession session, LogFollower follower, LogFollower.Read read, List<Row> page) {
        var rows = follower.onPage(page, head());
        var untaken = owner.cursors.untaken();
        var wanted = new ArrayList<Long>();
        for (var row : rows) {
            if (row.direction() == Direction.IN) {
                wanted.add(row.id());
            }
        }
        untaken.read(read.after(), follower.position(), wanted);
        for (var row : rows) {
            give(session, row);
        }
        if (follower.isLive() || follower.position() > read.after()) {
            follow(session);
        }
        owner.cursors.dirty();
    }

    private void give(ClientSession session, Row row) {
        if (session.holds(row.id())) {
            return;
        }
        if (session.copied.contains(row.id())) { // it waited for whoever takes messages next, who has it already
            session.took(row.id(), owner.cursors::taken);
            return;
        }
        var stanza = Stanza.parse(row.stanza());
        var untaken = owner.cursors.untaken().isUntaken(row.id()) && row.direction() == Direction.IN;
        if (row.id() <= session.ownAfter && (!untaken || heldByAnother(session, row.id()))) {
            return;
        }
        if (!untaken && --session.replayBudget < 0) {
            return;
        }
        var marked = Marks.delayed(stanza, owner.jid(), row.id());
        if (row.direction() == Direction.IN && isFor(session, row)) {
            session.giveRead(marked, row.id());
        } else {
            copy(session, row, marked).ifPresent(copy -> session.giveRead(copy, row.id()));
        }
    }

    /// What is for nobody in particular, for this device, or for one that is not there.
    private boolean isFor(ClientSession session, Row row) {
        return row.resource().isEmpty()
                || row.resource().equals(session.full.resource())
                || owner.sessions.byResource(row.resource()) == null;
    }

    private Optional<Stanza> copy(ClientSession session, Row row, Stanza marked) {
        if (!session.copies || !row.copies()) {
            return Optional.empty();
        }
        var direction = row.direction() == Direction.IN ? Hooks.Direction.IN : Hooks.Direction.OUT;
        if (session.full.equals(marked.from())) {
            return Optional.empty(); // it wrote that itself
        }
        return owner.services.features().copyFor(owner, session, direction, marked);
    }

    private boolean heldByAnother(ClientSession session, long id) {
        for (var other : owner.sessions.all()) {
            if (other != session && other.holdsForAll(id)) {
                return true;
            }
        }
        return false;
    }

    /// Rows that a session held when it ended. Whoever takes messages now reads them again.
    void orphaned(List<Long> ids) {
        if (ids.isEmpty() || !owner.log.isOpen()) {
            return;
        }
        var first = ids.stream().mapToLong(Long::longValue).min().getAsLong();
        for (var session : owner.sessions.all()) {
            if (session.isWilling() && session.follower != null) {
                session.rewind(first - 1);
                follow(session);
            }
        }
    }

    /// The newest row that has gone out.
    private long head() {
        return Math.max(owner.log.openedAt(), queue.released());
    }

    /// Up to here the log can be read without a hole.
    private long readable() {
        return queue.readableUpTo(head());
    }
}
