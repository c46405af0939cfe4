package io.kith.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Ends a room and tells those who are in it.
@Command(name = "destroy", description = "Ends a room and tells those who are in it.")
final class RoomDestroy implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ROOM", description = "The room's address: NAME@conference.DOMAIN.")
    private String room;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those concerned.")
    private String reason = "";

    @Option(names = "--venue", paramLabel = "ROOM", description = "Where to go instead.")
    private String venue = "";

    @Override
    public Integer call() throws Exception {
        Operator.ask(spec, node -> node.rooms().destroy(room, reason, venue));
        spec.commandLine().getOut().println("destroyed " + room);
        return 0;
    }
}
