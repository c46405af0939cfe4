package io.kith.node.foreign;

import io.kith.node.process.NodeProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.igniterealtime.smack.inttest.AbstractSmackIntTest;
import org.igniterealtime.smack.inttest.AbstractSmackLowLevelIntegrationTest;
import org.igniterealtime.smack.inttest.annotations.SmackIntegrationTest;
import org.reflections.Reflections;

/// What Smack has of tests, and what is expected of each: `smack-passes.txt` and `smack-exceptions.txt`.
/// A test is `Class.method`; a class among the exceptions stands for all of its tests.
final class SmackSuite {

    /// What becomes of a test that does not simply pass.
    enum Treatment {
        /// It is not tried.
        UNPLAYED,
        /// It is tried all the same, and must be listed among the passes when it passes.
        FAILS,
        /// It is among the passes, and is tried again when it fails, for it may do so by itself.
        AGAIN
    }

    /// Why a test does not simply pass.
    ///
    /// @param name a test or a class
    record Reason(Treatment treatment, String name) {

        private static final Pattern LINE = Pattern.compile("(unplayed|fails|again) (\\S+): .+");

        private static Reason of(String line) {
            var match = LINE.matcher(line);
            if (!match.matches()) {
                throw new AssertionError("not an exception with its reason: " + line);
            }
            return new Reason(Treatment.valueOf(match.group(1).toUpperCase(Locale.ROOT)), match.group(2));
        }

        boolean covers(String test) {
            return test.equals(name) || test.startsWith(name + ".");
        }
    }

    private final List<String> passes = lines("smack-passes.txt");
    private final List<Reason> exceptions =
            lines("smack-exceptions.txt").stream().map(Reason::of).toList();
    private final Set<Class<? extends AbstractSmackIntTest>> classes = new Reflections(
                    "org.jivesoftware.smack", "org.igniterealtime.smack")
            .getSubTypesOf(AbstractSmackIntTest.class);

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(NodeProcess.root().resolve("cluster-node/src/test/resources/" + file)).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> passes() {
        return passes;
    }

    List<Reason> exceptions() {
        return exceptions;
    }

    /// Whether that is said of the test.
    boolean is(Treatment treatment, String test) {
        return exceptions.stream().anyMatch(reason -> reason.treatment() == treatment && reason.covers(test));
    }

    /// All tests that Smack has.
    Set<String> tests() {
        return tests(AbstractSmackIntTest.class);
    }

    /// Those that make accounts while they are played, on one connection that never logs in.
    Set<String> lowLevel() {
        return tests(AbstractSmackLowLevelIntegrationTest.class);
    }

    private Set<String> tests(Class<? extends AbstractSmackIntTest> kind) {
        return classes.stream()
                .filter(type -> kind.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers()))
                .flatMap(type -> Arrays.stream(type.getMethods())
                        .filter(method -> method.isAnnotationPresent(SmackIntegrationTest.class))
                        .map(method -> method.getDeclaringClass().getSimpleName() + "." + method.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Those that are to be played.
    Set<String> played() {
        var played = new TreeSet<>(tests());
        played.removeIf(test -> is(Treatment.UNPLAYED, test));
        return played;
    }
}
