package io.kith.node.cli;

import io.kith.node.Cassandra;
import io.kith.node.DataDirectory;
import io.kith.persistence.launcher.CassandraProcess;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Stops what `kith cassandra start` started.
@Command(name = "stop", description = "Stops the Cassandra that `kith cassandra start` started.")
final class CassandraStop implements Callable<Integer>, SettingsOptions.WantedByCassandra {

    private static final int WAIT_SECONDS = 40;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        var settings = SettingsOptions.source(spec).read();
        var directory = Cassandra.directory(settings);
        var owner = CassandraProcess.owner(directory);
        if (owner.isEmpty()) {
            throw new IOException("no Cassandra runs on " + directory);
        }
        if (DataDirectory.owner(settings.data()).equals(owner)) {
            throw new IOException("the Cassandra on " + directory + " is part of a node; `kith stop` stops both");
        }
        owner.get().destroy();
        try {
            owner.get().onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("process " + owner.get().pid() + " was told to stop and still runs", e);
        }
        spec.commandLine().getOut().println("stopped");
        return 0;
    }
}
