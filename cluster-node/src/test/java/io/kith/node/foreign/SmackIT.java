package io.kith.node.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.process.NodeProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Smack's integration suite against a node on port 5222 of the loopback, where Smack looks for it.
/// `smack-passes.txt` is a list that only grows: every test on it must pass, and one that passes and
/// is not on it must be added; each other one has its reason in `smack-exceptions.txt`, and so has one
/// that may fail by itself and is tried again then.
/// `-Dkith.smack=ClassA,ClassB` plays these classes only.
final class SmackIT {

    private static final Pattern LINE = Pattern.compile("(passed|failed|impossible) (\\S+)(.*)");

    /// Judged in runs of their own: the first on accounts that nobody used, for its listener takes the
    /// first presence that comes, and that may be the `unsubscribe` with which the test before it
    /// tidied up; the second with streams that can be resumed.
    private static final List<String> ALONE =
            List.of("RosterIntegrationTest.testPresenceDeliveredToRecipient", SmackRun.RESUMING);

    /// In one process: in the first round it still loads its classes, which is when Smack is slowest to
    /// show its listeners what has come.
    private static final int ROUNDS_AGAIN = 3;

    private static final Set<String> WANTED = Optional.ofNullable(System.getProperty("kith.smack"))
            .map(names -> Set.of(names.split(",")))
            .orElse(Set.of());

    private final SmackSuite suite = new SmackSuite();

    @TempDir
    Path directory;

    @Test
    void what_has_passed_once_passes_and_nothing_passes_that_is_not_listed() throws Exception {
        var expected = new TreeSet<>(suite.passes());
        expected.removeIf(test -> !isWanted(test));
        try (var node = new NodeProcess(
                directory.resolve("data"),
                5222,
                "--store",
                "memory",
                "--registration",
                "open",
                "--limits",
                "off",
                "--allow-plaintext")) {
            node.awaitReady();
            var output = smack(runs());
            var again = expected.stream()
                    .filter(test -> suite.is(SmackSuite.Treatment.AGAIN, test)
                            && !passed(output).contains(test))
                    .toList();
            var all = again.isEmpty() ? output : output + smack(Collections.nCopies(ROUNDS_AGAIN, again));
            assertThat(passed(all)).as(all).isNotEmpty();
            assertThat(passed(all))
                    .as(
                            "what Smack said:\n%s",
                            all.lines()
                                    .filter(line -> LINE.matcher(line).matches())
                                    .toList())
                    .isEqualTo(expected);
        }
    }

    private static Set<String> passed(String output) {
        return output.lines()
                .map(LINE::matcher)
                .filter(line -> line.matches() && line.group(1).equals("passed"))
                .map(line -> line.group(2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String smack(List<List<String>> runs) throws IOException, InterruptedException {
        var output = directory.resolve("smack.txt");
        var command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Djava.util.logging.config.file=/dev/null",
                "-cp",
                System.getProperty("java.class.path"),
                SmackRun.class.getName(),
                "localhost"));
        runs.stream().map(run -> String.join(",", run)).forEach(command::add);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    /// What makes accounts on its way comes first, in a run of its own: a node closes the connection by
    /// which they are made when it has not logged in for half a minute.
    private List<List<String>> runs() {
        var wanted = suite.played().stream().filter(SmackIT::isWanted).toList();
        var lowLevel = suite.lowLevel();
        var runs = new ArrayList<List<String>>();
        for (var low : List.of(true, false)) {
            runs.add(wanted.stream()
                    .filter(test -> !ALONE.contains(test) && lowLevel.contains(test) == low)
                    .toList());
        }
        ALONE.stream().filter(wanted::contains).map(List::of).forEach(runs::add);
        runs.removeIf(List::isEmpty);
        return runs;
    }

    private static boolean isWanted(String test) {
        return WANTED.isEmpty() || WANTED.contains(test.substring(0, test.indexOf('.')));
    }
}
