package io.kith.node.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Makes a room that is open at once and lasts while nobody is in it.
@Command(name = "create", description = "Makes a room that is open at once and lasts while nobody is in it.")
final class RoomCreate implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ROOM", description = "The room's address: NAME@conference.DOMAIN.")
    private String room;

    @Option(names = "--owner", required = true, paramLabel = "NAME@DOMAIN", description = "The account that owns it.")
    private String owner = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description = {
                "Its configuration, by the fields of its form: roomname=TEXT, roomdesc=TEXT, publicroom=0|1,",
                "membersonly=0|1, moderatedroom=0|1, whois=moderators|anyone, ...: all that room show names.",
                "What may have several values has commas between them."
            })
    private Map<String, String> options = Map.of();

    @Override
    public Integer call() throws Exception {
        Operator.ask(spec, node -> node.rooms().create(room, owner, options));
        spec.commandLine().getOut().println("made " + room);
        return 0;
    }
}
