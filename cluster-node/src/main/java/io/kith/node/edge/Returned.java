package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.session.UserSession;

/// What an owner learns that speaks to a connection which is gone: its session there is over, or, when it
/// was being resumed there, waits for its client as before.
final class Returned {

    private Returned() {}

    /// Answers `message` when it gave a session; nothing else expects an answer from who is going.
    static void to(Owners owners, EdgeAddress from, EdgeMessage message) {
        switch (message) {
            case EdgeMessage.Attached attached -> detach(owners, attached.full().bare(), from, message);
            case EdgeMessage.Resumed resumed -> detach(owners, resumed.full().bare(), from, message);
            default -> {}
        }
    }

    /// Answers whatever gives a session, or is about one that the owner takes for attached.
    static void answer(Owners owners, Jid owner, EdgeAddress from, EdgeMessage message) {
        switch (message) {
            case EdgeMessage.Attached _,
                    EdgeMessage.Reattached _,
                    EdgeMessage.Resumed _,
                    EdgeMessage.Outbound _,
                    EdgeMessage.Announced _,
                    EdgeMessage.Handled _,
                    EdgeMessage.Remember _,
                    EdgeMessage.ShutOut _,
                    EdgeMessage.InboundGap _,
                    EdgeMessage.ParkPlease _ -> detach(owners, owner, from, message);
            case EdgeMessage.AttachRefused _,
                    EdgeMessage.ResumeFailed _,
                    EdgeMessage.Closed _,
                    EdgeMessage.Moving _,
                    EdgeMessage.Parted _ -> {
                // the owner has no session there
            }
        }
    }

    private static void detach(Owners owners, Jid owner, EdgeAddress from, EdgeMessage message) {
        owners.tell(
                owner,
                message instanceof EdgeMessage.Resumed resumed
                        ? new UserSession.Park(
                                from,
                                resumed.epoch(),
                                resumed.base(),
                                resumed.resumeSeconds(),
                                resumed.replay().size(),
                                resumed.outAcked(),
                                resumed.replay(),
                                resumed.inactive(),
                                resumed.rooms())
                        : new UserSession.Detach(from, message.epoch(), false, 0));
    }
}
