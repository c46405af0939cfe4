package io.kith.proto.xml;

import io.kith.proto.ns.Namespaces;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Strings for names that nearly every stanza holds, found by their bytes, so that reading one makes no garbage.
///
/// A fixed table, filled once; what is not in it becomes a new string. The probe sequence is at most
/// [#PROBES_MAX] long, which its construction checks.
public final class KnownNames {

    static final int PROBES_MAX = 8;

    private static final List<String> WORDS = List.of(
            "message",
            "presence",
            "iq",
            "body",
            "subject",
            "thread",
            "show",
            "status",
            "priority",
            "error",
            "query",
            "ping",
            "x",
            "c",
            "r",
            "a",
            "enable",
            "resume",
            "auth",
            "response",
            "abort",
            "bind",
            "session",
            "item",
            "items",
            "pubsub",
            "vCard",
            "active",
            "composing",
            "paused",
            "inactive",
            "gone",
            "request",
            "received",
            "markable",
            "displayed",
            "origin-id",
            "stanza-id",
            "delay",
            "store",
            "no-store",
            "no-copy",
            "no-permanent-store",
            "private",
            "sent",
            "forwarded",
            "encrypted",
            "encryption",
            "reactions",
            "reply",
            "fallback",
            "replace",
            "retract",
            "apply-to",
            "idle",
            "nick",
            "html",
            "block",
            "unblock",
            "blocklist",
            "event",
            "fin",
            "result",
            "set",
            "get",
            "chat",
            "groupchat",
            "normal",
            "headline",
            "available",
            "unavailable",
            "subscribe",
            "subscribed",
            "unsubscribe",
            "unsubscribed",
            "probe",
            "time",
            "occupant-id",
            "referenced-stanza",
            "reference",
            "jingle",
            "propose",
            "proceed",
            "reject",
            "accept",
            "data",
            "en");

    private static final int SLOT_BITS = 10;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final long[] KEYS = new long[SLOTS];
    private static final byte[][] BYTES = new byte[SLOTS][];
    private static final String[] NAMES = new String[SLOTS];

    static {
        WORDS.forEach(KnownNames::put);
        for (var field : Namespaces.class.getFields()) {
            put(valueOf(field));
        }
    }

    private KnownNames() {}

    /// The string that stands at `from` to `to`, in UTF-8.
    public static String of(byte[] xml, int from, int to) {
        var known = find(xml, from, to);
        return known == null ? new String(xml, from, to - from, StandardCharsets.UTF_8) : known;
    }

    /// The string, if it is a known one.
    static @Nullable String find(byte[] xml, int from, int to) {
        var length = to - from;
        if (length == 0) {
            return "";
        }
        var key = Words.key(xml, from, Math.min(length, Long.BYTES));
        var slot = slot(xml, key, to, length);
        for (var name = NAMES[slot]; name != null; name = NAMES[slot]) {
            var candidate = BYTES[slot];
            if (KEYS[slot] == key
                    && candidate.length == length
                    && (length <= Long.BYTES || Arrays.equals(candidate, 0, length, xml, from, to))) {
                return name;
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return null;
    }

    /// From the first eight bytes, the last eight if there are more, and the length.
    private static int slot(byte[] xml, long key, int to, int length) {
        var mixed = (key ^ length) * 0x9E37_79B9_7F4A_7C15L;
        if (length > Long.BYTES) {
            mixed = (mixed ^ Words.key(xml, to - Long.BYTES, Long.BYTES)) * 0xD6E8_FEB8_6659_FD93L;
        }
        return (int) (mixed >>> (64 - SLOT_BITS));
    }

    private static void put(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        if (find(bytes, 0, bytes.length) != null) {
            return;
        }
        var key = Words.key(bytes, 0, Math.min(bytes.length, Long.BYTES));
        var slot = slot(bytes, key, bytes.length, bytes.length);
        for (var probes = 1; NAMES[slot] != null; probes++) {
            if (probes == PROBES_MAX) {
                throw new IllegalStateException("the table of known names is too dense at " + name);
            }
            slot = slot + 1 & SLOTS - 1;
        }
        BYTES[slot] = bytes;
        KEYS[slot] = key;
        NAMES[slot] = name;
    }

    private static String valueOf(Field constant) {
        try {
            return (String) constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a public constant cannot be read: " + constant, e);
        }
    }
}
