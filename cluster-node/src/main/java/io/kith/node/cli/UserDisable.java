package io.kith.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lets an account log in no more and ends its sessions; messages to it are refused until it is enabled again.
@Command(
        name = "disable",
        description =
                "Lets an account log in no more and ends its sessions; messages to it are refused until it is enabled "
                        + "again.")
final class UserDisable implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME@DOMAIN", description = "The address of the account.")
    private String name;

    @Override
    public Integer call() throws Exception {
        Operator.ask(spec, node -> node.disableUser(name));
        spec.commandLine().getOut().println("disabled " + Names.stored(name));
        return 0;
    }
}
