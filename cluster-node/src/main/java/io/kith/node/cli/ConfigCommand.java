package io.kith.node.cli;

import com.typesafe.config.Config;
import io.kith.node.Obstacles;
import io.kith.node.settings.InvalidSettings;
import io.kith.node.settings.KnownSettings;
import io.kith.node.settings.SettingsReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What a node would run with.
@Command(
        name = "config",
        description = "Shows and checks the settings.",
        subcommands = {ConfigCommand.Show.class, ConfigCommand.Check.class, ConfigCommand.Reference.class})
final class ConfigCommand {

    /// Prints every setting with its value; secrets as stars.
    @Command(
            name = "show",
            description = "Prints all settings as a node would run with them, as HOCON, without secrets.")
    static final class Show implements Runnable, SettingsOptions.Wanted {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            var source = SettingsOptions.source(spec);
            source.read();
            var out = spec.commandLine().getOut();
            lines(source.layered()).forEach(out::println);
            out.flush();
        }

        private static java.util.List<String> lines(Config config) {
            return KnownSettings.all().stream()
                    .map(known -> known.shown(config))
                    .toList();
        }
    }

    /// Says whether a node would start with these settings.
    @Command(
            name = "check",
            description = "Says whether a node could start with these settings. Exit code 2 when it could not.")
    static final class Check implements Runnable, SettingsOptions.Wanted {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            var problems = Obstacles.to(SettingsOptions.source(spec).read());
            if (!problems.isEmpty()) {
                throw new InvalidSettings(problems);
            }
            spec.commandLine().getOut().println("the settings are usable");
        }
    }

    /// Prints the page that documents all settings.
    @Command(name = "reference", description = "Prints the documentation of all settings as Markdown.")
    static final class Reference implements Runnable {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            spec.commandLine().getOut().print(SettingsReference.markdown());
            spec.commandLine().getOut().flush();
        }
    }
}
