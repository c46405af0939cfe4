package io.kith.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// All settings there are, from the file of their defaults.
public final class KnownSettings {

    /// One setting as documented.
    ///
    /// @param defaultText as one would write it in the file
    /// @param list whether it takes several values
    /// @param toggle whether it is on or off
    public record Known(SettingName name, String defaultText, boolean list, boolean toggle, String documentation) {

        static Known of(String key, ConfigValue value) {
            var text = value.origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
            return new Known(
                    new SettingName(key),
                    value.render(ConfigRenderOptions.concise()),
                    value.valueType() == ConfigValueType.LIST,
                    value.unwrapped().equals("on") || value.unwrapped().equals("off"),
                    text);
        }

        /// The setting as one would write it in the file; a secret as stars.
        public String shown(Config config) {
            var value = config.getValue(name.key());
            var secret = name.key().endsWith("password") || name.key().endsWith("secret");
            return name.key() + " = "
                    + (secret && !value.unwrapped().equals("")
                            ? "\"***\""
                            : value.render(ConfigRenderOptions.concise()));
        }
    }

    private static final Config DEFAULTS =
            ConfigFactory.parseResources(KnownSettings.class, "defaults.conf").resolve();

    private static final List<Known> ALL = DEFAULTS.entrySet().stream()
            .sorted(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
            .map(entry -> Known.of(entry.getKey(), entry.getValue()))
            .toList();

    private KnownSettings() {}

    /// In the order of their documentation.
    public static List<Known> all() {
        return ALL;
    }

    static Config defaults() {
        return DEFAULTS;
    }
}
