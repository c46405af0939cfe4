package io.kith.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Serves a domain no longer; its accounts stay stored.
@Command(name = "remove", description = "Serves a domain no longer; its accounts stay stored.")
final class DomainRemove implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DOMAIN", description = "The domain.")
    private String name;

    @Override
    public Integer call() throws Exception {
        Operator.ask(spec, node -> node.removeDomain(name));
        spec.commandLine().getOut().println("no longer serving " + Names.stored(name));
        return 0;
    }
}
