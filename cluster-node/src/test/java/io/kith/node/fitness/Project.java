package io.kith.node.fitness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The files of the project, for tests about them.
final class Project {

    private Project() {}

    /// The folder that all modules are in; tests run in their module's.
    static Path root() {
        for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("cluster-node")) && Files.isDirectory(folder.resolve("docs"))) {
                return folder;
            }
        }
        throw new AssertionError("not inside the project: " + Path.of("").toAbsolutePath());
    }

    /// All transcripts.
    static List<Path> transcripts() {
        return files("cluster-node/src/test/resources/transcripts", ".xmpp");
    }

    /// The types in a folder.
    static List<Path> javaFiles(String folder) {
        return files(folder, ".java").stream()
                .filter(file -> !file.endsWith("package-info.java"))
                .toList();
    }

    private static List<Path> files(String folder, String ending) {
        try (var files = Files.list(root().resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
