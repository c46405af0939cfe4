package io.kith.sharding.room;

import io.kith.sharding.wire.OperatorMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What became of a [RoomOrder]. Lists are cut so that no report is larger than a message between nodes may be.
public sealed interface RoomReport extends OperatorMessage {

    /// It is done, and stored.
    record Done() implements RoomReport {}

    /// Nothing is done.
    ///
    /// @param words for the operator
    record Refused(Reason reason, String words) implements RoomReport {}

    /// Why nothing is done.
    enum Reason implements OperatorMessage {
        /// The order makes no sense.
        INVALID,
        /// There is no such room, occupant or user.
        UNKNOWN,
        /// The room is not as it would have to be.
        CONFLICT,
        /// The room has too much to do; later it may work.
        BUSY
    }

    /// What a room is.
    ///
    /// @param created as ISO 8601
    /// @param locked whether its creator has yet to configure it
    /// @param options what holds, by field of the configuration's form; never its password
    /// @param changed the fields of these that are not as in a new room
    /// @param occupantCount how many are in it
    /// @param occupants the first of them
    record Shown(
            String creator,
            String created,
            boolean locked,
            Map<String, String> options,
            Set<String> changed,
            String subject,
            int occupantCount,
            List<Occupying> occupants)
            implements RoomReport {

        /// Copies map, set and list.
        public Shown {
            options = Map.copyOf(options);
            changed = Set.copyOf(changed);
            occupants = List.copyOf(occupants);
        }
    }

    /// One occupant.
    record Occupying(String nick, String user, String role, String affiliation) implements OperatorMessage {}

    /// A page of those who have an affiliation, in the order of their addresses.
    ///
    /// @param next what the next page begins after; "" when this is the last
    record Affiliations(List<Affiliated> users, String next) implements RoomReport {

        /// Copies the list.
        public Affiliations {
            users = List.copyOf(users);
        }
    }

    /// One user or domain.
    ///
    /// @param since as ISO 8601
    record Affiliated(String jid, String affiliation, String nick, String reason, String by, String since)
            implements OperatorMessage {}
}
