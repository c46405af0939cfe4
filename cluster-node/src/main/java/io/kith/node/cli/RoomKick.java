package io.kith.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Puts an occupant out of a room.
@Command(name = "kick", description = "Puts an occupant out of a room.")
final class RoomKick implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ROOM", description = "The room's address: NAME@conference.DOMAIN.")
    private String room;

    @Parameters(index = "1", paramLabel = "NICK", description = "The occupant's nickname.")
    private String nick;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those concerned.")
    private String reason = "";

    @Override
    public Integer call() throws Exception {
        Operator.ask(spec, node -> node.rooms().kick(room, nick, reason));
        spec.commandLine().getOut().println("kicked " + nick + " out of " + room);
        return 0;
    }
}
