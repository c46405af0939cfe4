package io.kith.node.cli;

import picocli.CommandLine.Command;

/// The embedded Cassandra without a node.
@Command(
        name = "cassandra",
        description =
                "Runs the embedded Cassandra without a node, for instance to look into its tables. A node that is "
                        + "started on the same data uses it.",
        subcommands = {CassandraStart.class, CassandraStop.class, CassandraStatus.class, CassandraKeep.class})
final class CassandraCommand {}
