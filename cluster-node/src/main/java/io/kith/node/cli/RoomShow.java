package io.kith.node.cli;

import io.kith.node.admin.OneLine;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Shows what a room is and who is in it: name and value a line, with a tab between, and another before `changed`
/// where an option is not as in a new room.
@Command(
        name = "show",
        description = {
            "Shows what a room is and who is in it: name and value a line, with a tab between.",
            "Options that are not as in a new room are marked: changed."
        })
final class RoomShow implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ROOM", description = "The room's address: NAME@conference.DOMAIN.")
    private String room;

    @Override
    public Integer call() throws Exception {
        var shown = Operator.ask(spec, node -> node.rooms().show(room));
        var out = spec.commandLine().getOut();
        out.println("creator\t" + shown.creator());
        out.println("created\t" + shown.created());
        out.println("locked\t" + (shown.locked() ? "yes" : "no"));
        out.println(OneLine.of("subject", shown.subject()));
        new TreeMap<>(shown.options())
                .forEach((name, value) -> out.println(
                        shown.changed().contains(name) ? OneLine.of(name, value, "changed") : OneLine.of(name, value)));
        out.println("occupants\t" + shown.occupantCount());
        shown.occupants()
                .forEach(one ->
                        out.println(OneLine.of("occupant", one.nick(), one.user(), one.role(), one.affiliation())));
        return 0;
    }
}
