package io.kith.node.cli;

import io.kith.proto.jid.Jid;

/// What operators call accounts and domains.
final class Names {

    private Names() {}

    /// As it is stored: prepared (RFC 7622), or as it was typed when it is no address.
    static String stored(String typed) {
        return Jid.tryParse(typed).map(Jid::toString).orElse(typed);
    }
}
