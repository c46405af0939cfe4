package io.kith.sharding.serialization;

import io.kith.sharding.wire.WireForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The bytes that messages had when they were first written, one file of hex digits each, kept beside the tests.
///
/// `-Dgolden.record=true` writes the files that are missing; it never changes one that is there.
final class GoldenBytes {

    private static final Path FOLDER =
            Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "golden");
    private static final int DIGITS_PER_LINE = 96;

    private GoldenBytes() {}

    static Optional<byte[]> of(WireForm<?> form) {
        var file = FOLDER.resolve(fileName(form));
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(HexFormat.of().parseHex(Files.readString(file).replaceAll("\\s", "")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void recordIfAsked(WireForm<?> form, byte[] bytes) {
        if (!Boolean.getBoolean("golden.record") || of(form).isPresent()) {
            return;
        }
        try {
            var lines = HexFormat.of().formatHex(bytes).replaceAll(".{" + DIGITS_PER_LINE + "}", "$0\n");
            Files.writeString(FOLDER.resolve(fileName(form)), lines.stripTrailing() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> fileNames() {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String fileName(WireForm<?> form) {
        return "%04d-%s.hex".formatted(form.number(), form.type().getSimpleName());
    }
}
