package io.kith.proto.stanza;

import io.kith.proto.jid.Jid;
import org.jspecify.annotations.Nullable;

/// What an address attribute holds: nothing, an address, or something that is none.
record Address(@Nullable Jid jid, boolean malformed) {

    static final Address ABSENT = new Address(null, false);
    static final Address MALFORMED = new Address(null, true);

    static Address parse(String text) {
        return Jid.tryParse(text).map(Address::of).orElse(MALFORMED);
    }

    static Address of(Jid jid) {
        return new Address(jid, false);
    }
}
