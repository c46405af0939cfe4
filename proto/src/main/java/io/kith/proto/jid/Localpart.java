package io.kith.proto.jid;

import java.util.Locale;
import rocks.xmpp.precis.PrecisProfiles;

/// Prepares local parts (RFC 7622 §3.3): the profile UsernameCaseMapped of RFC 8265 §3.3, less eight
/// characters.
final class Localpart {

    private Localpart() {}

    static String prepare(String written) {
        var upper = false;
        for (var i = 0; i < written.length(); i++) {
            var c = written.charAt(i);
            if (c > '~') {
                return prepareUnicode(written);
            }
            if (c <= ' ' || isForbidden(c)) {
                throw new MalformedJid("forbidden character in local part");
            }
            upper |= c >= 'A' && c <= 'Z';
        }
        PartLength.check(written, "local part");
        return upper ? written.toLowerCase(Locale.ROOT) : written;
    }

    private static String prepareUnicode(String written) {
        var prepared = Precis.enforce(PrecisProfiles.USERNAME_CASE_MAPPED, written, "local part");
        // After the mappings: a fullwidth solidus becomes a plain one.
        for (var i = 0; i < prepared.length(); i++) {
            if (isForbidden(prepared.charAt(i))) {
                throw new MalformedJid("forbidden character in local part");
            }
        }
        return prepared;
    }

    /// RFC 7622 §3.3.1; the space, its ninth, is refused by the profile already.
    private static boolean isForbidden(char c) {
        return switch (c) {
            case '"', '&', '\'', '/', ':', '<', '>', '@' -> true;
            default -> false;
        };
    }
}
