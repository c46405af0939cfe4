package io.kith.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Ends all sessions of an account, which may log in again.
@Command(name = "kick", description = "Ends all sessions of an account, which may log in again.")
final class UserKick implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME@DOMAIN", description = "The address of the account.")
    private String name;

    @Override
    public Integer call() throws Exception {
        Operator.ask(spec, node -> node.kickUser(name));
        spec.commandLine().getOut().println("kicked " + Names.stored(name));
        return 0;
    }
}
