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

    private static final int SLOTS = 1024;
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

    private static @Nullable String find(byte[] xml, int from, int to) {
        if (from == to) {
            return "";
        }
        var slot = hash(xml, from, to);
        for (var candidate = BYTES[slot]; candidate != null; candidate = BYTES[slot]) {
            if (Arrays.equals(candidate, 0, candidate.length, xml, from, to)) {
                return NAMES[slot];
            }
            slot = slot + 1 & SLOTS - 1;
        }
        return null;
    }

    private static int hash(byte[] xml, int from, int to) {
        var length = to - from;
        var mixed =
                ((xml[from] * 31 + xml[to - 1]) * 31 + xml[from + (length >> 1)]) * 31 + xml[to - 1 - (length >> 2)];
        mixed = (mixed * 31 + length) * 0x9E3779B9;
        return mixed >>> 22;
    }

    private static void put(String name) {
        var bytes = name.getBytes(StandardCharsets.UTF_8);
        if (find(bytes, 0, bytes.length) != null) {
            return;
        }
        var slot = hash(bytes, 0, bytes.length);
        for (var probes = 1; BYTES[slot] != null; probes++) {
            if (probes == PROBES_MAX) {
                throw new IllegalStateException("the table of known names is too dense at " + name);
            }
            slot = slot + 1 & SLOTS - 1;
        }
        BYTES[slot] = bytes;
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
