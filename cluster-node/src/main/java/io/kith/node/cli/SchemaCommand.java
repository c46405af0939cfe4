package io.kith.node.cli;

import io.kith.node.Cassandra;
import io.kith.persistence.cassandra.CassandraStores;
import io.kith.persistence.schema.Schema;
import io.kith.persistence.schema.SchemaStatus;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
            return tell(spec, with(spec, Schema::apply));
        }
    }

    /// Tells what is applied and what is not.
    @Command(
            name = "status",
            description = "Tells the version of the schema. Exit code 1 when a node of this version can't run on it.")
    static final class Status implements Callable<Integer>, SettingsOptions.WantedSeldom {

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws IOException {
            return tell(spec, with(spec, Schema::status));
        }
    }

    private static SchemaStatus with(CommandSpec spec, Function<Schema, SchemaStatus> work) throws IOException {
        try (var cassandra = Cassandra.open(SettingsOptions.source(spec).read());
                var session = CassandraStores.session(cassandra.settings())) {
            return work.apply(CassandraStores.schema(session, cassandra.settings()));
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
