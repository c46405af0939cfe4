package io.kith.node.cli;

import picocli.CommandLine.Command;

/// Rooms.
@Command(
        name = "room",
        description = "Lists, shows, makes and destroys rooms, puts users out of them, and tells who did so.",
        subcommands = {
            RoomList.class,
            RoomShow.class,
            RoomCreate.class,
            RoomDestroy.class,
            RoomAffiliations.class,
            RoomKick.class,
            RoomHistory.class
        })
final class RoomCommand {}
