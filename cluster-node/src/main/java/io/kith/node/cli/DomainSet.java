package io.kith.node.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Changes settings of a domain.
@Command(name = "set", description = "Changes settings of a domain, at once and for all nodes.")
final class DomainSet implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DOMAIN", description = "The domain.")
    private String domain;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME=VALUE",
            description = {
                "What to change: registration=open|closed|default, default being what the node's own setting says;",
                "abuse-contact=URI,...; likewise admin-, feedback-, sales-, security-, status- and support-contact",
                "(XEP-0157). rooms=NAME|on|off: where its rooms are, `on` for",
                "conference.DOMAIN; room-creation=all|admins; room-admins=NAME@DOMAIN,...: who owns every room.",
                "Nothing behind = takes the contacts or admins away."
            })
    private Map<String, String> settings;

    @Override
    public Integer call() throws Exception {
        Operator.ask(spec, node -> node.setDomain(domain, settings));
        spec.commandLine().getOut().println("changed " + domain);
        return 0;
    }
}
