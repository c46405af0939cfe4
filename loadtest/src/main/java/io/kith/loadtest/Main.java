package io.kith.loadtest;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of the load generator: one scenario per word, each with its `--help`.
@Command(
        name = "loadtest",
        mixinStandardHelpOptions = true,
        description = "Loads an XMPP server on the loopback and says what a unit of work costs it.",
        subcommands = {
            LoginScenario.class,
            IdleScenario.class,
            ChatScenario.class,
            PresenceScenario.class,
            RoomsScenario.class,
            RoomCrowdScenario.class,
            HandshakesScenario.class,
            StoredRoomsCommand.class,
            FiguresCommand.class
        })
public final class Main {

    private Main() {}

    /// Exits with 0 when the scenario ran whole.
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var line = new CommandLine(new Main());
        line.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
        return line;
    }
}
