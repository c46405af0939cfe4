package io.kith.node.admin;

import io.kith.sharding.room.RoomReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/// What an operator can ask for of rooms. Rooms are named by their bare addresses; what can't be done fails with a
/// [Refusal] that says why. Changes are those that owners can make, and occupants see them as such.
public interface RoomAdministration {

    /// One page of the rooms of a domain, or of its room service, hidden ones too, in the order of their names.
    ///
    /// @param after the page begins after this name; "" for the first
    CompletionStage<RoomPage> list(String domain, String after);

    /// What a room is, and who is in it.
    CompletionStage<RoomReport.Shown> show(String room);

    /// Makes a room that is open at once and lasts.
    ///
    /// @param options fields of the configuration's form, `muc#roomconfig_` left out
    CompletionStage<Void> create(String room, String owner, Map<String, String> options);

    /// Ends a room.
    ///
    /// @param venue where to go instead, or ""
    CompletionStage<Void> destroy(String room, String reason, String venue);

    /// Puts an occupant out.
    CompletionStage<Void> kick(String room, String nick, String reason);

    /// Gives users or domains other affiliations: all of them or none.
    ///
    /// @param wanted by address: `owner`, `admin`, `member`, `none` or `outcast`
    CompletionStage<Void> affiliate(String room, Map<String, String> wanted, String reason);

    /// One page of those who have an affiliation, in the order of their addresses.
    ///
    /// @param after the page begins after this address; "" for the first
    CompletionStage<RoomReport.Affiliations> affiliations(String room, String after);

    /// One page of what has happened to a room, oldest first; also of one that is no more.
    ///
    /// @param after the page begins after the event of this number; 0 for the first
    CompletionStage<HistoryPage> history(String room, long after);

    /// A room as the index has it.
    ///
    /// @param listed whether anybody may find it
    record ListedRoom(String room, String name, String description, boolean listed) {}

    /// Some rooms.
    ///
    /// @param next what to ask the next page after; "" on the last page
    record RoomPage(List<ListedRoom> rooms, String next) {
        public RoomPage {
            rooms = List.copyOf(rooms);
        }
    }

    /// Something that somebody did to a room.
    ///
    /// @param at as ISO 8601
    /// @param by a bare address, or `operator`
    /// @param what in words
    record Happening(long number, String at, String by, String what) {}

    /// Some of what has happened.
    ///
    /// @param next what to ask the next page after; 0 on the last page
    record HistoryPage(List<Happening> happenings, long next) {
        public HistoryPage {
            happenings = List.copyOf(happenings);
        }
    }
}
