package io.kith.loadtest;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of the load generator: one scenario per word.
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
        System.exit(new CommandLine(new Main()).execute(arguments));
    }
}
