package io.kith.node.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The `kith` script of a folder, whose verbs are run to their ends.
///
/// @param file the script
/// @param environment all that it knows of its surroundings besides the path; no `JAVA_HOME`
record Script(Path file, Map<String, String> environment) {

    /// What a verb has printed, on both streams, and the code it ended with.
    record Ended(int code, String said) {

        /// What it said, if it did what it was asked.
        String done() {
            if (code != 0) {
                throw new AssertionError("ended with " + code + ", saying\n" + said);
            }
            return said;
        }

        /// What it said, if it could not do what it was asked.
        String failed() {
            if (code == 0) {
                throw new AssertionError("did not fail, saying\n" + said);
            }
            return said;
        }
    }

    /// The one of the source tree.
    static Script ofTree() {
        return new Script(NodeProcess.root().resolve("kith"), Map.of());
    }

    Ended run(String... words) throws IOException, InterruptedException {
        return answering("", words);
    }

    /// Runs a verb that reads `input` when it asks.
    Ended answering(String input, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(words));
        command.addFirst(file.toString());
        var given = Files.createTempFile("kith-script", ".in");
        var output = Files.createTempFile("kith-script", ".out");
        try {
            Files.writeString(given, input);
            var builder = new ProcessBuilder(command)
                    .redirectInput(given.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            var inherited = Map.copyOf(builder.environment());
            builder.environment().clear();
            for (var name : List.of("PATH", "HOME", "MAVEN_OPTS", "LANG")) {
                if (inherited.containsKey(name)) {
                    builder.environment().put(name, inherited.get(name));
                }
            }
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(3, TimeUnit.MINUTES)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(command + " did not end; it said\n" + Files.readString(output));
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(given);
            Files.delete(output);
        }
    }
}
