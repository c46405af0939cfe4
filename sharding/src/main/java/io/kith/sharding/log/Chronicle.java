package io.kith.sharding.log;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// The lines of one class about sessions, owners and rooms.
///
/// Whom a line is about, and the trace of the stanza, are in its context for the time of that line, under [#SESSION] or
/// [#ROOM] and [#TRACE]. When the level is off a call costs one look at it; what is costly to say is asked for behind
/// [#tells] or [#traces].
public final class Chronicle {

    /// Where a line's context has the full address of a session, the bare one of an account, or the number of a
    /// connection that has no session.
    public static final String SESSION = "session";

    /// Where it has the address of a room.
    public static final String ROOM = "room";

    /// Where it has which stanza it is about.
    public static final String TRACE = "trace";

    /// What others have written is cut after as many characters.
    static final int WORD_MAX = 128;

    /// Enough of a session's id to find it by; the rest is what resumes the session, and a secret.
    private static final int SESSION_SHOWN = 8;

    private final Logger log;

    private Chronicle(Logger log) {
        this.log = log;
    }

    /// The lines of this class.
    public static Chronicle of(Class<?> teller) {
        return new Chronicle(LoggerFactory.getLogger(teller));
    }

    /// Whether the life of sessions is told.
    public boolean tells() {
        return log.isDebugEnabled();
    }

    /// Whether each stanza is told.
    public boolean traces() {
        return log.isTraceEnabled();
    }

    /// Tells something of a session's or an account's life.
    ///
    /// @param words with `{}` for each of `values`; what others have written is to be passed through [#word] before
    public void session(Object who, String words, Object... values) {
        tell(SESSION, who, words, values);
    }

    /// Tells something of a room's life.
    public void room(Jid room, String words, Object... values) {
        tell(ROOM, room, words, values);
    }

    /// Tells where a stanza of a session is.
    ///
    /// @param trace made by [#trace] or [#row]
    /// @param where in few words
    public void stanza(Object who, String trace, String where, Stanza stanza) {
        if (traces()) {
            trace(SESSION, who, trace, where + ' ' + shape(stanza));
        }
    }

    /// Tells that a room has got a stanza.
    public void roomStanza(Jid room, String trace, String where, Stanza stanza) {
        if (traces()) {
            trace(ROOM, room, trace, where + ' ' + shape(stanza));
        }
    }

    /// Tells that a stanza goes on as this row of an account's log.
    public void stored(Jid account, String trace, long id) {
        if (traces()) {
            trace(SESSION, account, trace, "is " + row(id));
        }
    }

    /// The same of a room's log.
    public void roomStored(Jid room, String trace, long id) {
        if (traces()) {
            trace(ROOM, room, trace, "is " + row(id));
        }
    }

    private void tell(String key, Object who, String words, Object... values) {
        if (log.isDebugEnabled()) {
            try (var _ = MDC.putCloseable(key, who.toString())) {
                log.debug(words, values);
            }
        }
    }

    private void trace(String key, Object who, String trace, String words) {
        try (var _ = MDC.putCloseable(key, who.toString());
                var _ = MDC.putCloseable(TRACE, trace)) {
            log.trace("{}", words);
        }
    }

    /// The trace of a stanza that a client sent: its session, which only it and its owner know whole, and its number
    /// there.
    public static String trace(String session, long n) {
        return session.substring(0, Math.min(SESSION_SHOWN, session.length())) + ':' + n;
    }

    /// The trace of a stanza by its row in somebody's log; 0 is none.
    public static String row(long id) {
        return id == 0 ? "-" : "row:" + id;
    }

    /// What somebody else has written, on one line and not too long.
    public static String word(String theirs) {
        var cut = theirs.length() > WORD_MAX ? theirs.substring(0, WORD_MAX) + '…' : theirs;
        var clean = new StringBuilder(cut.length());
        cut.codePoints().forEach(point -> clean.appendCodePoint(isPlain(point) ? point : '?'));
        return clean.toString();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    /// All that is told of a stanza.
    private static String shape(Stanza stanza) {
        var from = stanza.from();
        var to = stanza.to();
        return stanza.kind().elementName()
                + (stanza.type().isEmpty() ? "" : ' ' + word(stanza.type()))
                + (from == null ? "" : " from " + from)
                + (to == null ? "" : " to " + to)
                + (stanza.id().isEmpty() ? "" : " id " + word(stanza.id()))
                + ", " + stanza.size() + " bytes";
    }
}
