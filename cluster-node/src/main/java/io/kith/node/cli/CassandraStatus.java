package io.kith.node.cli;

import io.kith.node.Cassandra;
import io.kith.node.DataDirectory;
import io.kith.persistence.launcher.CassandraProcess;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Tells whether the embedded Cassandra runs.
@Command(name = "status", description = "Tells whether the embedded Cassandra runs, and where. Exit code 1 when not.")
final class CassandraStatus implements Callable<Integer>, SettingsOptions.WantedByCassandra {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var settings = SettingsOptions.source(spec).read();
        var out = spec.commandLine().getOut();
        if (!settings.cassandra().embedded()) {
            out.println("the settings name another Cassandra: " + settings.cassandra());
            return Main.FAILED;
        }
        var directory = Cassandra.directory(settings);
        var process = CassandraProcess.running(directory);
        if (process.isEmpty()) {
            out.println("no Cassandra runs on " + directory);
            return Main.FAILED;
        }
        var owner = CassandraProcess.owner(directory);
        var ofNode = owner.isPresent() && DataDirectory.owner(settings.data()).equals(owner);
        out.println("running on " + directory + ", process " + process.get().pid() + ", "
                + (ofNode ? "part of a node" : "without a node")
                + CassandraProcess.address(directory)
                        .map(address -> ", address " + address)
                        .orElse(""));
        return 0;
    }
}
