package io.kith.node.admin;

import io.kith.proto.jid.Jid;
import java.util.concurrent.CompletionStage;

/// The sessions that live now, wherever in the cluster.
public interface LiveSessions {

    /// Why sessions end.
    enum Ending {
        /// An operator wants it.
        KICKED,
        /// Who has them may know an old password.
        PASSWORD_CHANGED,
        /// The account may not log in any more.
        DISABLED,
        /// The account is no more.
        DELETED
    }

    /// Ends all sessions of an account, but the one of its full address if that is given; completed when they are ended
    /// and their clients are being told.
    ///
    /// @return fails with a [Refusal] when nothing says so in time
    CompletionStage<Void> end(Jid account, Ending why);

    /// Has the owner of an account that was just made or enabled know it: what comes for it from now on finds it there.
    void begin(Jid account);

    /// Ends all sessions of an account whose status says that it leaves, and has its owner tell its contacts and erase
    /// it. Completed when it is no more; fails with a [Refusal] when that takes too long, and goes on all the same.
    CompletionStage<Void> leave(Jid account);
}
