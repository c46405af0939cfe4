package io.kith.proto.jid;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import rocks.xmpp.precis.PrecisProfiles;

/// Prepares the names that occupants of a room go by, and tells which of them look alike.
///
/// A nickname is the resource of an occupant's address, so what is prepared is a resource (RFC 7622 §3.4) and a
/// nickname (RFC 8266 §2.3): no spaces around it, one between words, compatibility characters replaced.
public final class Nickname {

    /// Letters of other scripts that most typefaces draw as a Latin letter, in lower case and as capitals.
    private static final Map<Integer, Integer> LIKE_LATIN = pairs("аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwӏlѵvүyԍgαaοoνvρpιiκkυu"
            + "АAВBЕEКKМMНHОOРPСCТTУYХXІIЈJЅSԌGԚQԜWΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXɑaɡgıi");

    private Nickname() {}

    /// The nickname as it is shown and compared by address.
    ///
    /// @throws MalformedJid when it can't be one
    public static String prepare(String written) {
        return Resourcepart.prepare(Precis.enforce(PrecisProfiles.NICKNAME, written, "nickname"));
    }

    /// As [#prepare]; empty when it can't be one.
    public static Optional<String> tryPrepare(String written) {
        try {
            return Optional.of(prepare(written));
        } catch (MalformedJid malformed) {
            return Optional.empty();
        }
    }

    /// What two nicknames have in common that people can't tell apart: case, width, spaces and letters of other
    /// scripts that look like Latin ones make no difference.
    ///
    /// @param nickname a prepared one
    public static String skeleton(String nickname) {
        var folded = latin(PrecisProfiles.NICKNAME.toComparableString(latin(nickname)));
        return folded.replace(" ", "");
    }

    private static String latin(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(LIKE_LATIN.getOrDefault(c, c)));
        return out.toString();
    }

    private static Map<Integer, Integer> pairs(String text) {
        var points = text.codePoints().toArray();
        var map = new HashMap<Integer, Integer>();
        for (var i = 0; i < points.length; i += 2) {
            map.put(points[i], points[i + 1]);
        }
        return Map.copyOf(map);
    }
}
