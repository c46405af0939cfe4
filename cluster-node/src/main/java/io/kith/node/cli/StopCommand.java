package io.kith.node.cli;

import io.kith.node.DataDirectory;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Stops the node that runs on a data directory.
@Command(name = "stop", description = "Stops the node that runs on the data directory, and waits until it is gone.")
final class StopCommand implements java.util.concurrent.Callable<Integer>, SettingsOptions.WantedSeldom {

    private static final int WAIT_SECONDS = 90;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, ExecutionException {
        var data = SettingsOptions.source(spec).data();
        var owner = DataDirectory.owner(data);
        if (owner.isEmpty()) {
            spec.commandLine().getErr().println("kith: no node runs on " + data);
            return Main.FAILED;
        }
        owner.get().destroy();
        try {
            owner.get().onExit().get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            spec.commandLine()
                    .getErr()
                    .println("kith: process " + owner.get().pid() + " was told to stop and still runs after "
                            + WAIT_SECONDS + " s");
            return Main.FAILED;
        }
        spec.commandLine().getOut().println("stopped");
        return 0;
    }
}
