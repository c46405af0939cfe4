package io.kith.sharding.session;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/// Rows of which a session has only a copy (XEP-0280): it took no messages when they came, and nobody was there who
/// did. They wait for whoever takes messages next (RFC 6121 §8.5.2.2.1); when that is this session, it has them.
final class Copied {

    /// Beyond as many the oldest is forgotten: no session holds that many that it has not taken, and what it has taken
    /// is given to it again.
    static final int REMEMBERED_MAX = ClientSession.GIVEN_MAX;

    /// The newest that the next owner is told of; what is older comes again when the account has moved.
    static final int NOTED_MAX = 32;

    private static final NavigableSet<Long> NONE = Collections.emptyNavigableSet();

    private NavigableSet<Long> ids = NONE;

    void add(long id) {
        ids = ids.isEmpty() ? new TreeSet<>() : ids;
        ids.add(id);
        if (ids.size() > REMEMBERED_MAX) {
            ids.pollFirst();
        }
    }

    boolean contains(long id) {
        return ids.contains(id);
    }

    /// It has the row as any other.
    void remove(long id) {
        if (!ids.isEmpty()) {
            ids.remove(id);
            ids = ids.isEmpty() ? NONE : ids;
        }
    }

    /// Nobody asks any more for rows up to this one.
    void forgetUpTo(long id) {
        if (!ids.isEmpty()) {
            ids.headSet(id, true).clear();
            ids = ids.isEmpty() ? NONE : ids;
        }
    }

    /// What the next owner is told, in order.
    List<Long> noted() {
        return ids.isEmpty()
                ? List.of()
                : ids.descendingSet().stream().limit(NOTED_MAX).sorted().toList();
    }

    /// What the owner before told. Where it may have known of more, what is older and not taken may be a copy, too.
    ///
    /// @param came the newest row that has come to the connection; a copy that has not is no more on its way
    /// @param untaken what was given and not taken, 0 for what has no row
    void restore(List<Long> noted, long came, Collection<Long> untaken) {
        noted.stream().filter(id -> id <= came).forEach(this::add);
        if (noted.size() >= NOTED_MAX) {
            var oldest = noted.getFirst();
            for (var id : untaken) {
                if (id > 0 && id < oldest) {
                    add(id);
                }
            }
        }
    }
}
