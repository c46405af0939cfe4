package io.kith.proto.jid;

import rocks.xmpp.precis.PrecisProfiles;

/// Prepares resources (RFC 7622 §3.4): the profile OpaqueString of RFC 8265 §4.2, which keeps case and
/// spaces.
final class Resourcepart {

    private Resourcepart() {}

    static String prepare(String written) {
        for (var i = 0; i < written.length(); i++) {
            var c = written.charAt(i);
            if (c > '~') {
                return Precis.enforce(PrecisProfiles.OPAQUE_STRING, written, "resource");
            }
            if (c < ' ') {
                throw new MalformedJid("control character in resource");
            }
        }
        PartLength.check(written, "resource");
        return written;
    }
}
