package io.kith.node.cli;

import io.kith.node.DataDirectory;
import io.kith.node.LogLevels;
import io.kith.node.admin.AdminFiles;
import io.kith.node.admin.Administration;
import io.kith.node.admin.RemoteAdministration;
import io.kith.node.settings.Settings;
import io.kith.node.settings.SettingsSource;
import java.io.IOException;
import java.net.ConnectException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/// Asks the node that runs on the data directory; when none runs, starts one that no client can reach, and asks that.
/// That one is refused by the lease of the keyspace where a cluster lives, whose sessions would go on and
/// whose journals would have two writers.
final class Operator {

    private static final int ANSWER_SECONDS = 120;

    private Operator() {}

    /// Asks one thing, or several one after the other.
    static <T> T ask(CommandSpec verb, Function<Administration, CompletionStage<T>> question) throws Exception {
        var source = SettingsOptions.source(verb);
        var settings = source.read();
        var owner = DataDirectory.owner(settings.data());
        if (owner.isPresent()) {
            return running(settings, question);
        }
        if (settings.store() == Settings.Store.MEMORY) {
            throw new IOException(
                    "no node runs on " + settings.data() + ", and the memory store keeps nothing without one");
        }
        verb.commandLine()
                .getErr()
                .println("no node runs on " + settings.data() + "; starting its store for a moment …");
        LogLevels.set(Settings.LogLevel.ERROR);
        var alone = alone(source);
        try (var node = RunningNode.start(alone, alone.read(), false)) {
            return answer(question.apply(node.node().administration()));
        }
    }

    private static <T> T running(Settings settings, Function<Administration, CompletionStage<T>> question)
            throws Exception {
        var files = new AdminFiles(settings.data());
        var address = files.published();
        if (address.isEmpty()) {
            throw notThere(settings);
        }
        try (var remote = new RemoteAdministration(address.get(), files.token(new SecureRandom()))) {
            return answer(question.apply(remote));
        } catch (ConnectException nobody) {
            throw notThere(settings); // the address is that of a node before this one
        }
    }

    private static IOException notThere(Settings settings) {
        return new IOException("a node is starting or stopping on " + settings.data() + "; try again in a moment");
    }

    /// The same settings, on ports that nobody else can have.
    private static SettingsSource alone(SettingsSource source) {
        var options = new HashMap<>(source.options());
        options.put("admin.port", List.of("0"));
        options.put("cluster.port", List.of("0"));
        options.put("cluster.seed-nodes", List.of());
        return new SettingsSource(source.file(), source.environment(), options);
    }

    private static <T> T answer(CompletionStage<T> stage) throws Exception {
        try {
            return stage.toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new IOException("no answer in " + ANSWER_SECONDS + " s; whether it was done is not known", e);
        }
    }
}
