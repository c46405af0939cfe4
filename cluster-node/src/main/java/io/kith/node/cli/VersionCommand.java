package io.kith.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Which Kith this is, on which Java.
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println(text());
    }

    static String text() {
        return "kith " + System.getProperty("kith.version", "(unknown)") + ", Java " + Runtime.version();
    }
}
