package io.kith.node.cli;

import io.kith.node.Cassandra;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The process that keeps an embedded Cassandra running for `kith cassandra start`.
@Command(name = "keep", hidden = true, description = "Runs the embedded Cassandra until SIGTERM.")
final class CassandraKeep implements Callable<Integer>, SettingsOptions.WantedByCassandra {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var cassandra = Cassandra.open(SettingsOptions.source(spec).read());
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            cassandra.close();
                            stopped.countDown();
                        },
                        "stop"));
        stopped.await();
        return 0;
    }
}
