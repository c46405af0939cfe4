package io.kith.node.cli;

import io.kith.node.admin.OneLine;
import io.kith.node.admin.RoomAdministration;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lists who has an affiliation with a room, or changes affiliations.
@Command(name = "affiliations", description = "Lists who has an affiliation with a room, or changes affiliations.")
final class RoomAffiliations implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ROOM", description = "The room's address: NAME@conference.DOMAIN.")
    private String room;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "WHO=AFFILIATION",
            description = {
                "What to change: NAME@DOMAIN=owner|admin|member|none|outcast, or a domain for all of its users;",
                "all of it is done, or nothing (at most 200). The last = is what ends the address.",
                "Without any, each affiliation is listed: address, affiliation, nickname, since, by, reason."
            })
    private List<String> changes = List.of();

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those concerned.")
    private String reason = "";

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        if (changes.isEmpty()) {
            Operator.ask(spec, node -> print(node.rooms(), "", out));
            return 0;
        }
        var wanted = wanted();
        Operator.ask(spec, node -> node.rooms().affiliate(room, wanted, reason));
        wanted.forEach((who, affiliation) -> out.println("made " + who + " " + affiliation + " of " + room));
        return 0;
    }

    private Map<String, String> wanted() {
        var wanted = new LinkedHashMap<String, String>();
        for (var change : changes) {
            var end = change.lastIndexOf('=');
            if (end < 0) {
                throw new ParameterException(spec.commandLine(), "'" + change + "' is not WHO=AFFILIATION");
            }
            if (wanted.put(change.substring(0, end), change.substring(end + 1)) != null) {
                throw new ParameterException(spec.commandLine(), change.substring(0, end) + " is named twice");
            }
        }
        return wanted;
    }

    private CompletionStage<Void> print(RoomAdministration rooms, String after, PrintWriter out) {
        return rooms.affiliations(room, after).thenCompose(page -> {
            page.users()
                    .forEach(user -> out.println(OneLine.of(
                            user.jid(), user.affiliation(), user.nick(), user.since(), user.by(), user.reason())));
            out.flush();
            return page.next().isEmpty() ? CompletableFuture.completedStage(null) : print(rooms, page.next(), out);
        });
    }
}
