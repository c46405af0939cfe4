package io.kith.sharding.session;

import io.kith.persistence.archive.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the log from a position to its head for one session, then goes live.
///
/// The one way to whatever a session has not seen: messages kept while it was away, what it had not
/// acknowledged when it was lost, what was too much at once. Between [#next] and [#onPage] a page
/// is being read. A row is given out only up to where the log had no hole when the read began, so
/// that nothing is skipped while writes overlap. Not live, it asks for no more than [#WINDOW_ROWS]
/// rows that the session has not taken yet.
final class LogFollower {

    /// The most untaken rows that reading gives to a session; live delivery ends at
    /// [ClientSession#GIVEN_MAX].
    static final int WINDOW_ROWS = 200;

    /// The most bytes of untaken rows before it reads on, and about the most that one read gives: twice that, and a
    /// large row, is less than a connection lets wait for its client.
    static final int WINDOW_BYTES = 256 * 1024;

    /// The most rows in one read.
    static final int PAGE_ROWS = 50;

    /// What to read: rows above `after`, at most `limit`.
    record Read(long after, int limit) {}

    private long position;
    private long readable;
    private int limit;
    private boolean live;
    private boolean reading;

    private LogFollower(long position, boolean live) {
        this.position = position;
        this.live = live;
    }

    /// Begins above `after`.
    static LogFollower from(long after) {
        return new LogFollower(after, false);
    }

    /// Begins live: everything up to `head` is known or of no interest.
    static LogFollower live(long head) {
        return new LogFollower(head, true);
    }

    /// Whether new rows are to be given to the session as they are released.
    boolean isLive() {
        return live;
    }

    /// Everything up to here has been given or was not for this session.
    long position() {
        return position;
    }

    /// What to read now, if anything.
    ///
    /// @param untaken how many rows the session was given and has not taken
    /// @param untakenBytes their bytes
    /// @param readableNow the id up to which the log can be read without a hole
    Optional<Read> next(int untaken, long untakenBytes, long readableNow) {
        if (live || reading || untaken > WINDOW_ROWS - PAGE_ROWS || untakenBytes >= WINDOW_BYTES) {
            return Optional.empty();
        }
        reading = true;
        readable = readableNow;
        limit = PAGE_ROWS;
        return Optional.of(new Read(position, limit));
    }

    /// The page has come. Answers the rows to look at, in order, and goes live when these are the
    /// last.
    ///
    /// @param readableNow as in `next`, now
    List<Row> onPage(List<Row> page, long readableNow) {
        if (!reading) {
            return List.of();
        }
        reading = false;
        var rows = new ArrayList<Row>(page.size());
        var bytes = 0L;
        for (var row : page) {
            if (row.id() > readable) {
                break;
            }
            if (bytes >= WINDOW_BYTES) {
                position = rows.getLast().id(); // the rest is read again when these are taken
                return rows;
            }
            rows.add(row);
            bytes += row.stanza().length;
        }
        if (page.size() < limit || rows.size() < page.size()) {
            position = Math.max(position, readable);
            live = position >= readableNow;
        } else {
            position = page.getLast().id();
        }
        return rows;
    }

    /// The read has failed; ask again later.
    void onFailure() {
        reading = false;
    }

    /// A row was released while live, and given or not for this session.
    void passed(long id) {
        if (live) {
            position = Math.max(position, id);
        }
    }

    /// Too much at once: from here on the log is read again, at the session's pace.
    void fallBehind() {
        live = false;
    }
}
