package io.kith.sharding.xep;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Outcome;

/// Who asks, seen from the account that is asked.
final class Acquaintance {

    private Acquaintance() {}

    /// Whether the asker may know that the account exists: one of its own clients, or somebody who
    /// sees its presence.
    static boolean of(Account account, Stanza request) {
        var from = request.from();
        return account.sender().isPresent() || (from != null && account.sharesPresenceWith(from));
    }

    /// For the way out: refuses a request that only the account itself may answer and that goes to
    /// another one; rooms answer for themselves. Refused here, the answer tells nothing of whether that one exists.
    static Outcome refuseAbroad(Account account, Stanza request, String namespace, String name) {
        Jid to = request.to();
        return request.isRequest()
                        && request.has(name, namespace)
                        && to != null
                        && !to.local().isEmpty()
                        && !to.bare().equals(account.jid())
                        && !account.isRoom(to)
                ? new Outcome.Refuse(StanzaError.FORBIDDEN)
                : Outcome.PASS;
    }
}
