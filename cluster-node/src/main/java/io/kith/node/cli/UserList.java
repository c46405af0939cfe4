package io.kith.node.cli;

import io.kith.node.admin.Administration;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lists the accounts of a domain.
@Command(name = "list", description = "Lists accounts: one a line, with tabs before its status and when it was made.")
final class UserList implements Callable<Integer>, SettingsOptions.WantedSeldom {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "DOMAIN", arity = "0..1", description = "Default: the first domain of the settings.")
    private @Nullable String domain;

    @Override
    public Integer call() throws Exception {
        var of = domain == null ? SettingsOptions.source(spec).read().domains().getFirst() : domain;
        var out = spec.commandLine().getOut();
        Operator.ask(spec, node -> print(node, of, "", out));
        return 0;
    }

    private static CompletionStage<Void> print(Administration node, String domain, String after, PrintWriter out) {
        return node.users(domain, after).thenCompose(page -> {
            page.users().forEach(user -> out.println(user.user() + "\t" + user.status() + "\t" + user.created()));
            out.flush();
            return page.next().isEmpty()
                    ? CompletableFuture.completedStage(null)
                    : print(node, domain, page.next(), out);
        });
    }
}
