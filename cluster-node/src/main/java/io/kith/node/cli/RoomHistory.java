package io.kith.node.cli;

import io.kith.node.admin.OneLine;
import io.kith.node.admin.RoomAdministration;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Tells who did what to a room and when, oldest first: time, who, what, with tabs between.
@Command(
        name = "history",
        description = "Tells who did what to a room and when, oldest first: time, who, what, with tabs between.")
final class RoomHistory implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ROOM", description = "The room's address: NAME@conference.DOMAIN.")
    private String room;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        Operator.ask(spec, node -> print(node.rooms(), 0, out));
        return 0;
    }

    private CompletionStage<Void> print(RoomAdministration rooms, long after, PrintWriter out) {
        return rooms.history(room, after).thenCompose(page -> {
            page.happenings().forEach(one -> out.println(OneLine.of(one.at(), one.by(), one.what())));
            out.flush();
            return page.next() == 0 ? CompletableFuture.completedStage(null) : print(rooms, page.next(), out);
        });
    }
}
