package io.kith.sharding.edge;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.wire.WireMessage;
import java.util.List;

/// What an owner says to one connection.
///
/// Each attach, reattach and resume begins an epoch, higher than all before it for that session. A
/// connection ignores what is of another epoch than its own; the first message it gets names it.
public sealed interface EdgeMessage extends WireMessage {

    /// Epoch of messages that refuse to begin one.
    long NO_EPOCH = 0;

    /// The attach this belongs to.
    long epoch();

    /// Answers `Attach`: the resource is bound. Inbound begins with n = 1, outbound with sequence
    /// 1.
    ///
    /// @param sessionId names the session to the owner, also after reconnects; unguessable, for
    ///     one account
    ///     only
    record Attached(long epoch, Jid full, String sessionId) implements EdgeMessage {}

    /// Answers `Attach` and `Reattach`: no session here. The connection reports the error or ends
    /// its stream.
    record AttachRefused(StanzaError error) implements EdgeMessage {
        @Override
        public long epoch() {
            return NO_EPOCH;
        }
    }

    /// Answers `Reattach`: go on under this epoch. Send again all inbound above `accepted`;
    /// outbound goes on behind the sequences that the untaken ones have now.
    record Reattached(long epoch, long accepted) implements EdgeMessage {}

    /// Answers `Resume` (XEP-0198 §5). The items of `replay` have the outbound sequences 1, 2, 3 …,
    /// `Outbound` goes on behind them.
    ///
    /// @param base the inbound n at `<enable/>`: on the wire h is n − base
    /// @param accepted the last inbound n that the owner took
    /// @param handled the last inbound n of the handled prefix: `<resumed h='handled − base'/>`;
    ///     the
    ///     client's next
    ///     stanza is handled + 1, and the owner drops again what it had taken
    /// @param outAcked the client's h, as applied: the first of `replay` has the number h + 1
    /// @param replay what was written and not acknowledged, to be written again now, in order
    /// @param resumeSeconds how long the session may be parked the next time
    /// @param inactive whether the client had said that it is inactive (XEP-0352)
    /// @param memory what the connection could not know of the session
    /// @param rooms the rooms that the client is in, and how far it got
    record Resumed(
            long epoch,
            Jid full,
            String sessionId,
            long base,
            long accepted,
            long handled,
            long outAcked,
            List<Out> replay,
            int resumeSeconds,
            boolean inactive,
            Memory memory,
            List<RoomPosition> rooms)
            implements EdgeMessage {
        public Resumed {
            rooms = List.copyOf(rooms);
            replay = List.copyOf(replay);
        }

        @Override
        public int weight() {
            return Out.weight(replay) + RoomPosition.weight(rooms);
        }
    }

    /// Answers `Resume`: it can't be. The connection may bind a new session.
    ///
    /// @param handled how many of the old session's stanzas were handled, as XEP-0198's h, or -1
    ///     when that
    ///     is unknown
    record ResumeFailed(long handled) implements EdgeMessage {
        @Override
        public long epoch() {
            return NO_EPOCH;
        }
    }

    /// Stanzas for the client, numbered from `firstSeq` on within this epoch.
    record Outbound(long epoch, long firstSeq, List<Out> items) implements EdgeMessage {
        public Outbound {
            items = List.copyOf(items);
        }

        @Override
        public int weight() {
            return Out.weight(items);
        }
    }

    /// Where the outbound link stands (`io.kith.sharding.link.Announcement`), when no confirmation
    /// has come for a while.
    record Announced(long epoch, long since, long base, long last) implements EdgeMessage {}

    /// What the owner has taken of the inbound stanzas, and the longest prefix of them that is
    /// handled.
    record Handled(long epoch, long accepted, long handled) implements EdgeMessage {}

    /// What the connection keeps for the owner, in place of what it kept before, and gives to its
    /// next one with `Reattach`. At most 1,024 characters.
    record Remember(long epoch, String note) implements EdgeMessage {}

    /// Nothing that these occupants say or show in rooms is for the client, in place of those named before; nobody,
    /// until
    /// it is said. At most as many as an account blocks.
    record ShutOut(long epoch, List<Jid> occupants) implements EdgeMessage {
        public ShutOut {
            occupants = List.copyOf(occupants);
        }

        @Override
        public int weight() {
            return occupants.stream().mapToInt(jid -> jid.toString().length()).sum();
        }
    }

    /// Inbound is missing from here on; send it again.
    record InboundGap(long epoch, long from) implements EdgeMessage {}

    /// The session is resumed elsewhere: answer `Park` with what is written and unacknowledged,
    /// then end the stream with `conflict`.
    record ParkPlease(long epoch) implements EdgeMessage {}

    /// The session is over: end the stream with this error.
    record Closed(long epoch, StreamError error) implements EdgeMessage {}

    /// Answers `Park` and `Detach`: the owner knows that the connection is gone. Until its node hears that, it says so
    /// again.
    record Parted(long epoch) implements EdgeMessage {}

    /// The owner moves or has lost this session: `Reattach` shortly.
    record Moving(long epoch) implements EdgeMessage {}
}
