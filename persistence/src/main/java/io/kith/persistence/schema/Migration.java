package io.kith.persistence.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// One step of the schema: additive, and safe to run again when it was interrupted.
///
/// @param number from 1, without gaps
/// @param name what it adds
/// @param cql statements, each closed by a semicolon at the end of a line
public record Migration(int number, String name, String cql) {

    private static final List<String> RESOURCES = List.of(
            "0001_account", "0002_archive", "0003_belongings", "0004_rooms", "0005_cluster", "0006_temporary_rooms");

    /// All steps that this server knows, in order.
    static List<Migration> all() {
        return RESOURCES.stream().map(Migration::read).toList();
    }

    /// The statements, without comments and semicolons.
    List<String> statements() {
        var bare = cql.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
        return Arrays.stream(bare.split(";\\s*(\n|$)", -1))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    /// Of the statements alone: a comment may be mended.
    String checksum() {
        try {
            var digest = MessageDigest.getInstance("SHA-256")
                    .digest(String.join(";", statements()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Migration read(String resource) {
        try (var stream = Migration.class.getResourceAsStream(resource + ".cql")) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + resource + ".cql");
            }
            return new Migration(
                    Integer.parseInt(resource.substring(0, 4)),
                    resource.substring(5),
                    new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
