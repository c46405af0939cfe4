package io.kith.node.cli;

import io.kith.node.admin.Administration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Lists the domains.
@Command(name = "list", description = "Lists the domains that are served: one a line, with its settings behind tabs.")
final class DomainList implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        Operator.ask(spec, Administration::domains)
                .forEach(domain -> out.println(domain.domain() + shown(domain.settings())));
        return 0;
    }

    private static String shown(Map<String, String> settings) {
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(entry -> "\t" + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining());
    }
}
