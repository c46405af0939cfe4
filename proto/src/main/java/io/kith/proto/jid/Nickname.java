package io.kith.proto.jid;

import com.ibm.icu.text.SpoofChecker;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import rocks.xmpp.precis.PrecisProfiles;

/// Prepares the names that occupants of a room go by, and tells which of them look alike.
///
/// A nickname is the resource of an occupant's address, so what is prepared is a resource (RFC 7622 §3.4) and a
/// nickname (RFC 8266 §2.3): no spaces around it, one between words, compatibility characters replaced.
public final class Nickname {

    /// Letters of other scripts whose capital, or small letter, most typefaces draw as a Latin one.
    private static final Map<Integer, Integer> LIKE_LATIN = pairs("аaАAвbВBеeЕEнhНHкkКKмmМMоoОOрpРPсcСCтtТTуyУYхxХXіiІI"
            + "јjЈJѕsЅSԍgԌGԛqԚQԝwԜWүyҮYαaΑAβbΒBεeΕEζzΖZηhΗHιiΙIκkΚKμmΜMνvΝNοoΟOρpΡPτtΤTυuΥYχxΧX");

    /// Strokes through a letter.
    private static final Pattern OVERLAYS = Pattern.compile("[\\u0334-\\u0338 ]");

    /// What PRECIS lets through and nobody can see: a space, joiners, the empty Braille cell, a note without a head.
    private static final Set<Integer> BLANKS = Set.of((int) ' ', 0x200C, 0x200D, 0x2800, 0x1D159);

    /// Reads its tables when the first nickname is looked at.
    private static final class Confusables {
        static final SpoofChecker OF_UNICODE =
                new SpoofChecker.Builder().setChecks(SpoofChecker.CONFUSABLE).build();
    }

    private Nickname() {}

    /// The nickname as it is shown and compared by address.
    ///
    /// @throws MalformedJid when it can't be one: it is empty, or nobody can see it (XEP-0045 §17.1)
    public static String prepare(String written) {
        var prepared = Resourcepart.prepare(Precis.enforce(PrecisProfiles.NICKNAME, written, "nickname"));
        if (prepared.codePoints().allMatch(BLANKS::contains)) {
            throw new MalformedJid("nothing of the nickname can be seen");
        }
        return prepared;
    }

    /// As [#prepare]; empty when it can't be one.
    public static Optional<String> tryPrepare(String written) {
        try {
            return Optional.of(prepare(written));
        } catch (MalformedJid malformed) {
            return Optional.empty();
        }
    }

    /// What two nicknames have in common that people can't tell apart: case, width, spaces, strokes, letters of other
    /// scripts that look like Latin ones, and what else Unicode calls confusable (UTS 39 §4) make no difference.
    /// A capital I is a small one in another case, and looks like an l: all three are one, and so are 1 and a bar.
    ///
    /// @param nickname a prepared one
    public static String skeleton(String nickname) {
        var folded = PrecisProfiles.NICKNAME.toComparableString(confused(latin(nickname)));
        var alike = confused(folded).toLowerCase(Locale.ROOT);
        return OVERLAYS.matcher(alike).replaceAll("").replace('i', 'l');
    }

    private static String confused(String text) {
        return Confusables.OF_UNICODE.getSkeleton(text);
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
