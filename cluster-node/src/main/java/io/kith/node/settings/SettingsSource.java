package io.kith.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Where the settings of this process come from; can be read again, when the file has changed.
///
/// @param file the file named by the operator; without one, `kith.conf` in the data directory where it is there
/// @param environment the whole environment; variables that don't begin with `KITH_` don't matter
/// @param options what the command line says, by setting key
public record SettingsSource(@Nullable Path file, Map<String, String> environment, Map<String, List<String>> options) {

    /// The file's name in the data directory.
    public static final String FILE = "kith.conf";

    /// Variables of the launcher, which are no settings.
    private static final Set<String> OF_THE_LAUNCHER =
            Set.of("KITH_JAVA_OPTS", "KITH_HOME", "KITH_CONFIG", "KITH_CASSANDRA_LIB");

    public SettingsSource {
        environment = Map.copyOf(environment);
        options = Map.copyOf(options);
    }

    /// Nothing but the defaults and these options.
    public static SettingsSource of(Map<String, List<String>> options) {
        return new SettingsSource(null, Map.of(), options);
    }

    /// Reads and checks everything.
    ///
    /// @throws InvalidSettings naming all that is wrong
    public Settings read() {
        var problems = new ArrayList<String>();
        var layered = layered(problems);
        var settings = problems.isEmpty() ? new SettingsReader(layered, problems).settings() : null;
        if (settings == null || !problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return settings;
    }

    /// What is set where, laid over each other; secrets included.
    ///
    /// @throws InvalidSettings when something in it is no setting
    public Config layered() {
        var problems = new ArrayList<String>();
        var layered = layered(problems);
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return layered;
    }

    /// The data directory, also when something else is wrong: what runs must be stopped all the same.
    public Path data() {
        return Path.of(layered(new ArrayList<>()).getString("data"))
                .toAbsolutePath()
                .normalize();
    }

    private Config layered(List<String> problems) {
        var above = fromOptions().withFallback(fromEnvironment(problems));
        var found = fromFile(above, problems);
        return above.withFallback(found).withFallback(KnownSettings.defaults());
    }

    private Config fromOptions() {
        var config = ConfigFactory.empty();
        for (var known : KnownSettings.all()) {
            var values = options.get(known.name().key());
            if (values != null) {
                config =
                        with(config, known, values, "the option " + known.name().option());
            }
        }
        return config;
    }

    private Config fromEnvironment(List<String> problems) {
        var config = ConfigFactory.empty();
        var variables = KnownSettings.all().stream()
                .collect(Collectors.toMap(known -> known.name().variable(), known -> known));
        for (var entry : environment.entrySet()) {
            var name = entry.getKey();
            var known = variables.get(name);
            if (known != null) {
                config = with(config, known, List.of(entry.getValue()), "the variable " + name);
            } else if (name.startsWith("KITH_") && !OF_THE_LAUNCHER.contains(name)) {
                problems.add("the variable " + name + " is no setting" + meant(name, variables.keySet()));
            }
        }
        return config;
    }

    private static Config with(Config config, KnownSettings.Known known, List<String> values, String origin) {
        var value = known.list()
                ? values.stream()
                        .flatMap(one -> List.of(one.split(",", -1)).stream())
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .toList()
                : values.getLast();
        return config.withValue(known.name().key(), ConfigValueFactory.fromAnyRef(value, origin));
    }

    private Config fromFile(Config above, List<String> problems) {
        var path = file;
        if (path == null) {
            path = Path.of(above.withFallback(KnownSettings.defaults()).getString("data"))
                    .resolve(FILE);
            if (!Files.exists(path)) {
                return ConfigFactory.empty();
            }
        } else if (Files.isDirectory(path) || !Files.isReadable(path)) {
            problems.add("the settings file " + path + " can't be read");
            return ConfigFactory.empty();
        }
        try {
            var config = ConfigFactory.parseFile(path.toFile()).resolve();
            refuseUnknown(config, path, problems);
            return config;
        } catch (ConfigException broken) {
            problems.add("the settings file " + path + " is not HOCON: " + broken.getMessage());
            return ConfigFactory.empty();
        }
    }

    private static void refuseUnknown(Config config, Path path, List<String> problems) {
        var keys = KnownSettings.all().stream().map(known -> known.name().key()).collect(Collectors.toSet());
        for (var entry : config.entrySet()) {
            var key = entry.getKey();
            if (!keys.contains(key) && !key.startsWith("akka.")) {
                var line = entry.getValue().origin().lineNumber();
                problems.add(path + ", line " + line + ": " + key + " is no setting" + meant(key, keys));
            }
        }
    }

    private static String meant(String word, Set<String> candidates) {
        return Nearest.of(word, candidates)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; `kith config show` lists all");
    }
}
