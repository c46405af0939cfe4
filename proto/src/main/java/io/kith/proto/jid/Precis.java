package io.kith.proto.jid;

import rocks.xmpp.precis.PrecisProfile;

/// The door to the PRECIS library (RFC 8264), with what it lacks.
///
/// Version 1.1.0 takes the variation selectors U+E0100 to U+E01EF and U+180F for letters, although they are
/// default ignorable (RFC 8264 §9.13): two addresses that look the same would be two accounts, so they are
/// refused here. It refuses every code point that is valid in some contexts only (RFC 5892 appendix A, such
/// as the middle dot or the zero-width joiners), which is stricter than the standard and never ambiguous.
final class Precis {

    private Precis() {}

    static String enforce(PrecisProfile profile, String written, String part) {
        PartLength.checkWritten(written, part);
        if (written.codePoints().anyMatch(Precis::isIgnorableUnknownToTheLibrary)) {
            throw new MalformedJid("invisible character in " + part);
        }
        String prepared;
        try {
            prepared = profile.enforce(written);
        } catch (IllegalArgumentException refused) {
            throw new MalformedJid(part + " breaks the rules of PRECIS");
        }
        PartLength.check(prepared, part);
        return prepared;
    }

    private static boolean isIgnorableUnknownToTheLibrary(int codePoint) {
        return codePoint == 0x180F || (codePoint >= 0xE0000 && codePoint <= 0xE0FFF);
    }
}
