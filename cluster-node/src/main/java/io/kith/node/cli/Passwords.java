package io.kith.node.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a verb gets a password from: the option, the terminal, or the standard input.
final class Passwords {

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description =
                    "The password. Others on this machine may see it in the list of processes; without the option "
                            + "it is asked for, or read as one line from the standard input.")
    private @Nullable String given;

    String get() throws IOException {
        if (given != null) {
            return given;
        }
        var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (console.isEmpty()) {
            var line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null) {
                throw new IOException("no password: give --password, or one line on the standard input");
            }
            return line;
        }
        var first = console.get().readPassword("Password: ");
        var second = console.get().readPassword("Again: ");
        if (first == null || second == null || !Arrays.equals(first, second)) {
            throw new IOException("the two passwords are not the same");
        }
        return new String(first);
    }
}
