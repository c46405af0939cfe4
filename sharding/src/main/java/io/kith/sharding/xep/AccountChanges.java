package io.kith.sharding.xep;

import io.kith.proto.jid.Jid;
import io.kith.proto.sasl.Password;
import java.util.concurrent.CompletionStage;

/// What the owner of an account may do to it as a whole.
///
/// Both complete with false when there is no such account any more, and fail when it is not known
/// whether it was done; either may then be asked again.
public interface AccountChanges {

    /// Replaces the password. When this completes, every login needs the new one; sessions other
    /// than `by` end.
    ///
    /// @param by the session (full address) that asks, which goes on
    CompletionStage<Boolean> changePassword(Jid by, Password password);

    /// Deletes the account and all that it owns. When this completes, nobody can log in to it; its
    /// sessions, `by` too, end with `not-authorized` soon after, not before: `by` is told first.
    ///
    /// @param by the session (full address) that asks
    CompletionStage<Boolean> remove(Jid by);
}
