package io.kith.node.settings;

/// The page that documents every setting, made from the defaults so that it is never behind.
public final class SettingsReference {

    private static final String HEAD = """
            # Settings

            Made from the defaults in `cluster-node/src/main/resources/io/kith/node/settings/defaults.conf`; a test fails when
            this page is behind. To write it anew: `./kith config reference > docs/configuration.md`.

            A setting counts from the first of these that has it: the command line, the environment, the file
            (`--config FILE`, else `kith.conf` in the data directory), the default below. Lists are separated by commas, or the
            option is repeated. The file is HOCON: keys as in the first column, or nested. A key that is not here is an error; only
            what begins with `akka.` is handed to Akka as it is. `kith config show` prints what a node would run with, `kith config
            check` whether it could start, the store and free ports aside. On `SIGHUP` (and `POST /reload` of the admin API) the
            log level, the limits and the certificates are read again, the rest counts from the next start.

            | in the file | on the command line | in the environment | default | what it is |
            |---|---|---|---|---|
            """;

    private SettingsReference() {}

    /// The whole page.
    public static String markdown() {
        var page = new StringBuilder(HEAD);
        for (var known : KnownSettings.all()) {
            var name = known.name();
            page.append("| `%s` | `%s` | `%s` | `%s` | %s |%n"
                    .formatted(
                            name.key(),
                            name.option(),
                            name.variable(),
                            known.defaultText(),
                            known.documentation().replace("|", "\\|")));
        }
        return page.toString();
    }
}
