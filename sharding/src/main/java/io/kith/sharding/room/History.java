package io.kith.sharding.room;

import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.session.Content;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The newest rows of a room's log, kept in memory so that a crowd that joins costs the store nothing, and so that what
/// was said already is recognised.
///
/// Knows the newest [#MESSAGES_MAX] rows of at most [#BYTES_MAX] bytes.
final class History {

    /// Rows kept, and the most messages that a joining client gets.
    static final int MESSAGES_MAX = 256;

    /// Bytes of stanzas kept.
    static final int BYTES_MAX = 512 * 1024;

    /// What a joining client wants (XEP-0045 §7.2.14); -1 and null for no wish.
    record Wish(
            int stanzasMax, long charactersMax, @Nullable Instant since) {
        static final Wish NONE = new Wish(-1, -1, null);
    }

    private static final class Kept {
        private final Row row;
        private final Stanza stanza;
        private final @Nullable Origin origin;
        private @Nullable Stanza delayed;

        Kept(Row row, Stanza stanza, @Nullable Origin origin) {
            this.row = row;
            this.stanza = stanza;
            this.origin = origin;
        }
    }

    private final Jid room;
    private final UnaryOperator<Stanza> unmarked;
    private final TreeMap<Long, Kept> kept = new TreeMap<>();
    private final Map<Object, Long> known = new HashMap<>();
    private int bytes;

    private record Numbered(Jid user, String session, long n) {}

    private record Origin(Jid user, String originId, long content) {}

    /// @param unmarked cuts from a message what only the room may say, as is done before it is said
    History(Jid room, UnaryOperator<Stanza> unmarked) {
        this.room = room;
        this.unmarked = unmarked;
    }

    void add(Row row) {
        add(row, Stanza.parse(row.stanza()));
    }

    void add(Row row, Stanza stanza) {
        var old = kept.get(row.id());
        var origin = old == null ? originOf(row, stanza) : old.origin; // what was said, whatever has become of it
        var now = new Kept(row, stanza, origin);
        kept.put(row.id(), now);
        bytes += row.stanza().length - (old == null ? 0 : old.row.stanza().length);
        remember(now);
        while (kept.size() > MESSAGES_MAX || bytes > BYTES_MAX) {
            var eldest = kept.firstEntry().getKey();
            remove(eldest);
        }
    }

    /// Forgets a row, as if it had never been.
    void remove(long id) {
        var gone = kept.remove(id);
        if (gone != null) {
            bytes -= gone.row.stanza().length;
            known.remove(new Numbered(gone.row.peer().bare(), gone.row.session(), gone.row.n()));
            if (gone.origin != null) {
                known.remove(gone.origin, id);
            }
        }
    }

    void clear() {
        kept.clear();
        known.clear();
        bytes = 0;
    }

    /// A row in another form.
    void replace(Row row) {
        if (kept.containsKey(row.id())) {
            add(row, Stanza.parse(row.stanza()));
        }
    }

    Optional<Row> find(long id) {
        return Optional.ofNullable(kept.get(id)).map(found -> found.row);
    }

    /// The rows of messages whose senders gave them that id, newest first.
    List<Row> saidAs(String messageId) {
        var rows = new ArrayList<Row>();
        kept.descendingMap().values().forEach(one -> {
            if (one.stanza.id().equals(messageId)) {
                rows.add(one.row);
            }
        });
        return rows;
    }

    /// The id of the row of the same message: by the number of its stanza, or by its origin id and its
    /// content if it was said in another session, for in one nobody says the same twice. There are clients
    /// whose origin ids begin anew with every start. 0 if there is none.
    long same(Jid user, Mark mark, String originId, Stanza said) {
        var id = mark.n() > 0 ? known.get(new Numbered(user.bare(), mark.session(), mark.n())) : null;
        if (id == null && !originId.isEmpty()) {
            id = known.get(new Origin(user.bare(), originId, contentOf(said)));
            var before = id == null ? null : kept.get(id);
            if (before != null && mark.n() > 0 && before.row.session().equals(mark.session())) {
                id = null;
            }
        }
        return id == null ? 0 : id;
    }

    private @Nullable Origin originOf(Row row, Stanza stanza) {
        if (row.originId().isEmpty()) {
            return null;
        }
        var isNamedByRoom = stanza.id().equals(StanzaId.text(row.id()));
        return new Origin(row.peer().bare(), row.originId(), contentOf(isNamedByRoom ? stanza.withId("") : stanza));
    }

    private long contentOf(Stanza stanza) {
        return Content.of(unmarked.apply(stanza).withTo(null));
    }

    /// What a joining client gets: the newest messages that meet every wish, oldest first, stamped.
    List<Stanza> wanted(Wish wish, int roomMax, Jid reader) {
        return wanted(wish, roomMax, reader, Long.MAX_VALUE);
    }

    /// The same for one that has entered before the row with that id.
    List<Stanza> wanted(Wish wish, int roomMax, Jid reader, long before) {
        var max = wish.stanzasMax() < 0 ? roomMax : Math.min(wish.stanzasMax(), roomMax);
        var address = " to=''".length() + reader.toString().length();
        var characters = 0L;
        var found = new ArrayList<Stanza>();
        for (var one : kept.headMap(before, false).descendingMap().values()) {
            if (found.size() >= max) {
                break;
            }
            if (wish.since() != null && !instant(one.row).isAfter(wish.since())) {
                break;
            }
            if (one.row.hidden() || !isDiscussion(one.stanza)) {
                continue;
            }
            var stanza = delayed(one);
            characters += characters(stanza.bytes()) + address;
            if (wish.charactersMax() >= 0 && characters > wish.charactersMax()) {
                break;
            }
            found.add(stanza);
        }
        Collections.reverse(found);
        return found;
    }

    /// Those of the kept rows that are above an id, oldest first; the ones that are being written are among them.
    List<Row> keptAfter(long id) {
        return kept.tailMap(id, false).values().stream().map(one -> one.row).toList();
    }

    /// Rows above an id, oldest first; empty if they do not reach as far back.
    Optional<List<Row>> after(long id) {
        if (kept.isEmpty() || kept.firstKey() > id) {
            return Optional.empty();
        }
        return Optional.of(
                kept.tailMap(id, false).values().stream().map(one -> one.row).toList());
    }

    private void remember(Kept said) {
        var row = said.row;
        if (row.n() > 0) {
            known.put(new Numbered(row.peer().bare(), row.session(), row.n()), row.id());
        }
        if (said.origin != null) {
            known.put(said.origin, row.id());
        }
    }

    /// The subject is told for itself (§7.2.15), and what was taken back is not told at all.
    private static boolean isDiscussion(Stanza stanza) {
        return !isSubject(stanza) && !stanza.has("retracted", Namespaces.RETRACT);
    }

    /// With a body or a thread it is a message that has a subject (§8.1).
    static boolean isSubject(Stanza stanza) {
        return stanza.has("subject", Namespaces.CLIENT)
                && !stanza.has("body", Namespaces.CLIENT)
                && !stanza.has("thread", Namespaces.CLIENT);
    }

    private Stanza delayed(Kept one) {
        var stamped = one.delayed;
        if (stamped == null) {
            stamped = one.stanza.with(delay(room, instant(one.row)));
            one.delayed = stamped;
        }
        return stamped;
    }

    static Element delay(Jid room, Instant at) {
        return Element.of("delay", Namespaces.DELAY)
                .withAttribute("from", room)
                .withAttribute("stamp", at.truncatedTo(ChronoUnit.MILLIS));
    }

    private static Instant instant(Row row) {
        return StanzaId.instant(row.id());
    }

    private static long characters(byte[] utf8) {
        var count = 0L;
        for (var b : utf8) {
            if ((b & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }
}
