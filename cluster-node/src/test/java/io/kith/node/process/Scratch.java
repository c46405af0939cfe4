package io.kith.node.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// A directory for what outlives one test and nothing else; it goes with all that is in it.
public final class Scratch implements AutoCloseable {

    private final Path directory;

    /// Makes it, with a name that begins so.
    public Scratch(String name) {
        try {
            directory = Files.createTempDirectory(name);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// Where it is.
    public Path directory() {
        return directory;
    }

    /// Deletes it. Who writes there has ended before.
    @Override
    public void close() {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
