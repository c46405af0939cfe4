package io.kith.node.cli;

import io.kith.node.settings.InvalidSettings;
import io.kith.node.settings.Nearest;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The verbs of `kith`.
@Command(
        name = "kith",
        description = "A clustered XMPP server. `kith run` starts a node; `kith VERB --help` explains a verb.",
        subcommands = {
            RunCommand.class,
            StopCommand.class,
            UserCommand.class,
            DomainCommand.class,
            RoomCommand.class,
            SchemaCommand.class,
            CassandraCommand.class,
            ConfigCommand.class,
            VersionCommand.class
        })
public final class Main {

    static final int FAILED = 1;
    static final int MISUSED = 2;

    private Main() {}

    /// Runs one verb and exits with its code.
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("run")) {
            Hangup.run(() -> {}); // nothing is read yet that would have to be read again
        }
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        var command = new CommandLine(new Main())
                .setExecutionExceptionHandler((failure, at, _) -> tell(failure, at.getErr()))
                .setParameterExceptionHandler((wrong, _) -> tell(wrong))
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(30);
        SettingsOptions.addTo(command);
        command.getCommandSpec()
                .version(VersionCommand.text())
                .addOption(CommandLine.Model.OptionSpec.builder("-V", "--version")
                        .versionHelp(true)
                        .description("Print the version and exit.")
                        .build());
        explainable(command);
        return command;
    }

    private static void explainable(CommandLine command) {
        command.getCommandSpec()
                .addOption(CommandLine.Model.OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Explain this verb and exit.")
                        .build());
        command.getSubcommands().values().forEach(Main::explainable);
    }

    private static int tell(CommandLine.ParameterException wrong) {
        var command = wrong.getCommandLine();
        var err = command.getErr();
        err.println("kith: " + wrong.getMessage() + meant(wrong) + "; `"
                + command.getCommandSpec().qualifiedName() + " --help` explains");
        err.flush();
        return MISUSED;
    }

    private static String meant(CommandLine.ParameterException wrong) {
        if (!(wrong instanceof CommandLine.UnmatchedArgumentException unmatched)) {
            return "";
        }
        var command = unmatched.getCommandLine();
        var candidates = unmatched.isUnknownOption()
                ? command.getCommandSpec().optionsMap().keySet()
                : command.getSubcommands().keySet();
        return Nearest.of(unmatched.getUnmatched().getFirst(), candidates)
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
    }

    private static int tell(Exception failure, PrintWriter err) {
        var cause = Causes.root(failure);
        err.println("kith: " + Causes.words(cause));
        err.flush();
        return cause instanceof InvalidSettings ? MISUSED : FAILED;
    }
}
