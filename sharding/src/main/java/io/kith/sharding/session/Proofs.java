package io.kith.sharding.session;

import io.kith.persistence.account.AccountRecord;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import java.util.Optional;

/// Which credentials a login must have been proved against to become a session.
///
/// A connection may prove that it knows the password, and ask for a session much later: when the password has changed
/// since, it gets none. An owner knows the credentials that it has read with the account; where a login was proved
/// against others, or an order has ended sessions since, the account is read again. So a login costs a read only
/// after a change, and once the change is told to have happened, none by the password of before succeeds,
/// whichever node and owner it comes to.
final class Proofs {

    private final Owner owner;
    private long current;
    private boolean isKnown = true;
    private int changes;

    /// @param current the credentials of the account, as it was read for this owner
    Proofs(Owner owner, long current) {
        this.owner = owner;
        this.current = current;
    }

    /// Nothing that was read before counts.
    void mayHaveChanged() {
        isKnown = false;
        changes++;
    }

    /// Runs `admitted`, now or when the account has been read again, or ends the connection.
    void check(EdgeAddress edge, long proved, Runnable admitted) {
        if (isKnown && proved == current) {
            admitted.run();
            return;
        }
        isKnown = false;
        var before = changes;
        owner.outside.await(owner.services.stores().accounts().find(owner.jid()), (found, failure) -> {
            if (found == null) { // the store does not answer
                owner.outside.tellEdge(edge, new EdgeMessage.AttachRefused(StanzaError.RESOURCE_CONSTRAINT));
            } else if (before != changes) {
                check(edge, proved, admitted); // what was read may be what was before
            } else if (isProved(found, proved)) {
                admitted.run();
            } else {
                owner.outside.tellEdge(
                        edge,
                        new EdgeMessage.Closed(
                                0, new StreamError(StreamError.Condition.RESET, "the password has changed")));
            }
        });
    }

    private boolean isProved(Optional<AccountRecord> found, long proved) {
        isKnown = found.isPresent() && found.get().status() == AccountRecord.Status.ACTIVE;
        current = found.map(AccountRecord::credentialsId).orElse(0L);
        return isKnown && proved == current;
    }
}
