package io.kith.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Makes an account.
@Command(name = "add", description = "Makes an account.")
final class UserAdd implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Passwords password;

    @Parameters(paramLabel = "NAME@DOMAIN", description = "The address of the account.")
    private String user;

    @Override
    public Integer call() throws Exception {
        var secret = password.get();
        var settings = SettingsOptions.source(spec).read();
        var where = Operator.ask(spec, node -> node.addUser(user, secret).thenCompose(_ -> node.where()));
        var stored = Names.stored(user);
        var domain = stored.substring(stored.lastIndexOf('@') + 1);
        var out = spec.commandLine().getOut();
        out.println("added " + stored);
        out.println("Log in with any XMPP client as " + stored + ", server "
                + (where.isEmpty() ? settings.bind() + " port " + settings.c2s().port() + " (kith run)" : where)
                + ". Make a second account (kith user add NAME@" + domain + ") and chat.");
        return 0;
    }
}
