package io.kith.node.cli;

import io.kith.node.admin.OneLine;
import io.kith.node.admin.RoomAdministration;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lists rooms, hidden ones too: one a line, with tabs before whether it is listed and its name.
@Command(
        name = "list",
        description = "Lists rooms, hidden ones too: one a line, with tabs before whether it is listed and its name.")
final class RoomList implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DOMAIN", arity = "0..1", description = "Default: the first domain of the settings.")
    private @Nullable String domain;

    @Override
    public Integer call() throws Exception {
        var of = domain == null ? SettingsOptions.source(spec).read().domains().getFirst() : domain;
        var out = spec.commandLine().getOut();
        Operator.ask(spec, node -> print(node.rooms(), of, "", out));
        return 0;
    }

    private static CompletionStage<Void> print(RoomAdministration rooms, String domain, String after, PrintWriter out) {
        return rooms.list(domain, after).thenCompose(page -> {
            page.rooms()
                    .forEach(room ->
                            out.println(OneLine.of(room.room(), room.listed() ? "listed" : "hidden", room.name())));
            out.flush();
            return page.next().isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : print(rooms, domain, page.next(), out);
        });
    }
}
