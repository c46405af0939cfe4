package io.kith.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lets a disabled account log in again.
@Command(name = "enable", description = "Lets a disabled account log in again.")
final class UserEnable implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME@DOMAIN", description = "The address of the account.")
    private String name;

    @Override
    public Integer call() throws Exception {
        Operator.ask(spec, node -> node.enableUser(name));
        spec.commandLine().getOut().println("enabled " + Names.stored(name));
        return 0;
    }
}
