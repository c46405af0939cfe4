package io.kith.node.cli;

import com.datastax.oss.driver.api.core.CqlSession;
import io.kith.node.Cassandra;
import io.kith.node.JournalConfig;
import io.kith.persistence.cassandra.CassandraStores;
import io.kith.persistence.schema.Copies;
import io.kith.persistence.schema.SchemaStatus;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The tables in Cassandra.
@Command(
        name = "schema",
        description = "Shows and applies the schema in Cassandra. A node applies that of its embedded one by itself.",
        subcommands = {SchemaCommand.Apply.class, SchemaCommand.Status.class})
final class SchemaCommand {

    /// Brings the schema to this version.
    @Command(
            name = "apply",
            description = "Brings the schema to what this version needs; nothing happens when it is there.")
    static final class Apply implements Callable<Integer>, SettingsOptions.WantedSeldom {

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            try (var cassandra = Cassandra.open(SettingsOptions.source(spec).read());
                    var session = CassandraStores.session(cassandra.settings())) {
                var schema = CassandraStores.schema(session, cassandra.settings());
                return tell(spec, cassandra.embedded() ? schema.applyAlone() : schema.apply());
            }
        }
    }

    /// Tells what is applied and what is not.
    @Command(
            name = "status",
            description =
                    "Tells the version of the schema and how many copies there are. Exit code 1 when a node of this version can't run on it.")
    static final class Status implements Callable<Integer>, SettingsOptions.WantedSeldom {

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            try (var cassandra = Cassandra.open(SettingsOptions.source(spec).read());
                    var session = CassandraStores.session(cassandra.settings())) {
                var settings = cassandra.settings();
                var code = tell(spec, CassandraStores.schema(session, settings).status());
                tellCopies(spec, session, settings.keyspace(), settings.replication());
                tellCopies(spec, session, JournalConfig.keyspace(settings), settings.replication());
                return code;
            }
        }

        private static void tellCopies(
                CommandSpec spec, CqlSession session, String keyspace, Map<String, Integer> wanted) {
            Copies.find(session, keyspace)
                    .ifPresent(copies -> spec.commandLine()
                            .getOut()
                            .println(
                                    copies.are(wanted)
                                            ? copies
                                            : copies
                                                    + ", which is not what `cassandra.replication` says: change it with"
                                                    + " ALTER KEYSPACE, then repair it"));
        }
    }

    private static int tell(CommandSpec spec, SchemaStatus status) {
        var out = spec.commandLine().getOut();
        status.applied().forEach(step -> out.println(step.number() + "\t" + step.name() + "\tapplied " + step.at()));
        status.pending().forEach(step -> out.println(step.number() + "\t" + step.name() + "\tnot applied"));
        status.problem().ifPresent(out::println);
        var usable = status.pending().isEmpty() && status.problem().isEmpty();
        out.println(usable ? "the schema is at version " + status.version() : "no node of this version can run on it");
        return usable ? 0 : Main.FAILED;
    }
}
