package io.kith.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Replaces a password.
@Command(name = "passwd", description = "Replaces the password of an account and ends its sessions.")
final class UserPasswd implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Passwords password;

    @Parameters(paramLabel = "NAME@DOMAIN", description = "The address of the account.")
    private String user;

    @Override
    public Integer call() throws Exception {
        var secret = password.get();
        Operator.ask(spec, node -> node.setPassword(user, secret));
        spec.commandLine().getOut().println("changed the password of " + Names.stored(user));
        return 0;
    }
}
