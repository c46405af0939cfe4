package io.kith.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Takes an account away with everything that it owns; its name rests for 90 days.
@Command(
        name = "delete",
        description =
                "Takes an account away with everything that it owns; its contacts are told, its name rests for 90 "
                        + "days.")
final class UserDelete implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME@DOMAIN", description = "The address of the account.")
    private String name;

    @Override
    public Integer call() throws Exception {
        Operator.ask(spec, node -> node.deleteUser(name));
        spec.commandLine().getOut().println("deleted " + Names.stored(name));
        return 0;
    }
}
