package io.kith.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Serves a domain from now on.
@Command(name = "add", description = "Serves a domain from now on.")
final class DomainAdd implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    private String name;

    @Override
    public Integer call() throws Exception {
        Operator.ask(spec, node -> node.addDomain(name));
        spec.commandLine().getOut().println("serving " + Names.stored(name));
        return 0;
    }
}
