package io.kith.sharding.session;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.Out;
import io.kith.sharding.wire.WireMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One account, wherever its clients are connected. Entity id: the bare JID.
public final class UserSession {

    /// What may be said to an account.
    public sealed interface Command {}

    /// What connections, other owners and operators may say to it.
    public sealed interface Wire extends Command, WireMessage {}

    /// An authenticated connection binds a resource. Answered by `Attached` or `AttachRefused`.
    ///
    /// @param resource as the client asked, prepared; "" leaves it to the server
    /// @param device what the client is called over its sessions (the user agent's id); "" for the
    ///     resource
    public record Attach(EdgeAddress edge, Jid account, String resource, String device) implements Wire {}

    /// A connection with a living session turns to a new owner, after a move or a crash. Answered
    /// by
    /// `Reattached` or
    /// `AttachRefused`; what the old owner had not handled follows as `Inbound`.
    ///
    /// @param epoch the session's last epoch
    /// @param base the inbound n at `<enable/>`, -1 when stream management is not on
    /// @param resumeSeconds how long it may be parked, 0 when it can't be resumed
    /// @param handled the last inbound n that the connection knows to be handled
    /// @param givenLogId the highest log id that came to this connection, 0 for none
    /// @param untakenLogIds the log ids that came to it and that its client has not taken yet
    /// @param interested whether the client has asked for the roster
    /// @param presence the last available presence without `to` that the client sent, if it is
    ///     available
    public record Reattach(
            EdgeAddress edge,
            long epoch,
            String sessionId,
            Jid full,
            String device,
            long base,
            int resumeSeconds,
            long handled,
            long givenLogId,
            List<Long> untakenLogIds,
            boolean interested,
            @Nullable Stanza presence)
            implements Wire {
        public Reattach {
            untakenLogIds = List.copyOf(untakenLogIds);
        }
    }

    /// All stanzas of one read, numbered from `firstN` on; the session's first ever is 1. Malformed
    /// addresses and all.
    public record Inbound(EdgeAddress edge, long epoch, long firstN, List<Stanza> stanzas) implements Wire {
        public Inbound {
            stanzas = List.copyOf(stanzas);
        }
    }

    /// Confirms outbound.
    ///
    /// @param confirmedSeq the last one that is in the connection's own bounded queue, or written
    /// @param takenSeq the last one of the prefix that the client has taken: acknowledged with
    ///     stream
    ///     management, else
    ///     written into the socket
    public record Taken(EdgeAddress edge, long epoch, long confirmedSeq, long takenSeq) implements Wire {}

    /// Outbound is missing from here on; 0 when the connection does not know where the epoch
    /// starts.
    public record OutboundGap(EdgeAddress edge, long epoch, long from) implements Wire {}

    /// The client enabled stream management (XEP-0198 §3).
    ///
    /// @param base the inbound n at `<enable/>`
    /// @param resumeSeconds how long the session may be parked, 0 when it asked for no resumption
    public record EnableResume(EdgeAddress edge, long epoch, long base, int resumeSeconds) implements Wire {}

    /// The connection is lost; its session may be resumed.
    ///
    /// @param confirmedSeq the last outbound sequence that came to the connection; what of it is
    ///     not in `unacked`
    ///     has been taken
    /// @param outAcked the client's last h
    /// @param unacked what was written, or waited to be, beyond it, in order
    /// @param inactive whether the client had said that it is inactive (XEP-0352)
    public record Park(
            EdgeAddress edge, long epoch, long confirmedSeq, long outAcked, List<Out> unacked, boolean inactive)
            implements Wire {
        public Park {
            unacked = List.copyOf(unacked);
        }
    }

    /// A new connection resumes a session. Answered by `Resumed` or `ResumeFailed`.
    ///
    /// @param h how many outbound stanzas the client had
    public record Resume(EdgeAddress edge, Jid account, String sessionId, long h) implements Wire {}

    /// The connection is gone and its session with it. Never answered.
    ///
    /// @param clean whether the client ended it; else what it had not taken is given to it again
    ///     when it
    ///     comes back
    /// @param takenSeq as in `Taken`, 0 when it is not known
    public record Detach(EdgeAddress edge, long epoch, boolean clean, long takenSeq) implements Wire {}

    /// Stanzas from another owner, over the link between the two.
    ///
    /// @param from the sending owner, bare
    public record Deliver(Jid from, long epoch, long firstSeq, List<Delivery> items) implements Wire {
        public Deliver {
            items = List.copyOf(items);
        }
    }

    /// Where the link from another owner stands: it opens an epoch, or asks for a sign of life.
    public record DeliverAnnounced(Jid from, long epoch, long since, long base, long last) implements Wire {}

    /// Confirms deliveries to the owner that sent them.
    ///
    /// @param by the receiving owner, bare
    /// @param accepted the last one taken
    /// @param stored the last one of the prefix that is done with: its row stored, or refused, or
    ///     in need of
    ///     no row
    public record DeliverConfirmed(Jid by, long epoch, long accepted, long stored) implements Wire {}

    /// Deliveries are missing from here on; 0 when the receiver does not know where the epoch
    /// starts.
    public record DeliverGap(Jid by, long epoch, long from) implements Wire {}

    /// A node's hub is gone and all its connections with it.
    public record EdgeGone(String node, long incarnation) implements Wire {}

    private UserSession() {}
}
