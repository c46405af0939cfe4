package io.kith.node.cli;

import io.kith.node.DataDirectory;
import io.kith.node.LogLevels;
import io.kith.node.Node;
import io.kith.node.admin.NamedDomains;
import io.kith.node.settings.Settings;
import io.kith.node.settings.SettingsSource;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Runs a node until it is told to stop.
@Command(
        name = "run",
        description = "Runs a node, and a Cassandra beside it unless told where one is, until SIGTERM or `kith stop`.")
final class RunCommand implements Callable<Integer>, SettingsOptions.Wanted {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var reload = new Deferred();
        Hangup.run(reload::run); // first of all: it ends a process that does not listen to it
        var source = SettingsOptions.source(spec);
        var settings = source.read();
        LogLevels.set(settings.logLevel());
        var out = spec.commandLine().getOut();
        tell(source, settings);
        var stopped = new CompletableFuture<Integer>();
        var early = new Thread(() -> stopEarly(settings), "stop-early");
        Runtime.getRuntime().addShutdownHook(early);
        var node = RunningNode.start(source, settings, true);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            node.close();
                            stopped.complete(0);
                        },
                        "stop"));
        Runtime.getRuntime().removeShutdownHook(early);
        node.node().givenUp().thenRun(() -> {
            LOG.error("This node was given up by its cluster, or has failed, and ends; start it again");
            stopped.complete(Main.FAILED);
        });
        out.println(ready(settings, node.node()));
        out.flush();
        reload.be(() -> reload(node.node()));
        var code = stopped.join();
        node.close();
        return code;
    }

    /// SIGTERM while it starts: nobody is connected yet, and Cassandra goes with the process that has started it.
    private static void stopEarly(Settings settings) {
        LOG.info("Stopped before it was ready");
        try {
            DataDirectory.withdraw(settings.data());
        } catch (IOException e) {
            LOG.warn("Can't take kith.pid away from {}: {}", settings.data(), e.toString());
        }
    }

    private void tell(SettingsSource source, Settings settings) {
        var out = spec.commandLine().getOut();
        var layered = source.layered();
        var changed = io.kith.node.settings.KnownSettings.all().stream()
                .filter(known -> !layered.getValue(known.name().key())
                        .render(com.typesafe.config.ConfigRenderOptions.concise())
                        .equals(known.defaultText()))
                .map(known -> known.shown(layered))
                .toList();
        out.println("kith " + System.getProperty("kith.version", "") + " with "
                + (changed.isEmpty() ? "default settings" : String.join(", ", changed)));
        if (settings.store() == Settings.Store.MEMORY) {
            out.println("THE STORE IS MEMORY: accounts and messages are gone when this node stops.");
        }
        if (settings.allowPlaintext()) {
            out.println("PLAINTEXT IS ALLOWED: passwords can be read on their way to this node.");
        }
        out.flush();
    }

    private static void reload(Node node) {
        node.administration().reload().whenComplete((said, failure) -> {
            if (failure == null) {
                LOG.info("On SIGHUP {}", said);
            } else {
                LOG.warn("On SIGHUP: {}", Causes.words(Causes.root(failure)));
            }
        });
    }

    private static String ready(Settings settings, Node node) {
        return "ready: " + NamedDomains.in(node.domains()) + " on " + settings.bind() + " port " + node.port()
                + " (STARTTLS) and " + node.tlsPort() + " (TLS), admin http://127.0.0.1:" + node.adminPort()
                + "; the first user: kith user add NAME@" + settings.domains().getFirst();
    }
}
