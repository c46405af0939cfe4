package io.kith.node.cli;

import io.kith.node.settings.KnownSettings;
import io.kith.node.settings.SettingsSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Every setting as an option, on each verb that needs settings.
final class SettingsOptions {

    /// A verb that needs settings.
    interface Wanted {}

    /// A verb for which the settings matter only when no node runs: its help leaves most of them out.
    interface WantedSeldom extends Wanted {

        /// Whether its help tells of a setting: where the data is, and where Cassandra.
        default boolean explains(String key) {
            return key.equals("data") || key.equals("store") || key.startsWith("cassandra.");
        }
    }

    /// A verb about the embedded Cassandra alone.
    interface WantedByCassandra extends WantedSeldom {

        @Override
        default boolean explains(String key) {
            return key.equals("data") || key.equals("cassandra.heap-megabytes");
        }
    }

    private static final String CONFIG = "--config";

    private SettingsOptions() {}

    static void addTo(CommandLine command) {
        if (command.getCommand() instanceof Wanted) {
            Predicate<String> explained =
                    command.getCommand() instanceof WantedSeldom seldom ? seldom::explains : _ -> true;
            var spec = command.getCommandSpec();
            spec.addOption(OptionSpec.builder(CONFIG)
                    .type(Path.class)
                    .paramLabel("FILE")
                    .description("The settings file; default: DATA/kith.conf where it is there.")
                    .build());
            KnownSettings.all().forEach(known -> spec.addOption(option(known, explained)));
        }
        command.getSubcommands().values().forEach(SettingsOptions::addTo);
    }

    private static OptionSpec option(KnownSettings.Known known, Predicate<String> explained) {
        var option = OptionSpec.builder(known.name().option())
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel(known.toggle() ? "on|off" : "VALUE")
                .hidden(!explained.test(known.name().key()))
                .description(known.documentation().replace("%", "%%"), "Default: " + known.defaultText());
        return known.toggle()
                ? option.arity("0..1").fallbackValue("on").build()
                : option.arity("1").build();
    }

    /// Where the settings of this call come from.
    static SettingsSource source(CommandSpec spec) {
        var options = new HashMap<String, List<String>>();
        for (var known : KnownSettings.all()) {
            List<String> values = spec.findOption(known.name().option()).getValue();
            if (values != null) {
                options.put(known.name().key(), values);
            }
        }
        Path file = spec.findOption(CONFIG).getValue();
        var named = System.getenv("KITH_CONFIG");
        return new SettingsSource(file != null || named == null ? file : Path.of(named), System.getenv(), options);
    }
}
