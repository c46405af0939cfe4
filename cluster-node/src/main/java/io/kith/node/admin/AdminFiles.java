package io.kith.node.admin;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// How a command on the same machine finds a running node: its address and its token, in the data directory. The token
/// can be read by the owner of the directory only, and outlives the node.
///
/// @param data the data directory
public record AdminFiles(Path data) {

    private static final int TOKEN_BYTES = 32;

    /// The token; made when there is none.
    public String token(SecureRandom random) throws IOException {
        var file = data.resolve("admin.token");
        if (!Files.exists(file)) {
            var bytes = new byte[TOKEN_BYTES];
            random.nextBytes(bytes);
            var fresh = data.resolve("admin.token.new");
            Files.deleteIfExists(fresh);
            createPrivate(fresh);
            Files.writeString(fresh, HexFormat.of().formatHex(bytes), StandardOpenOption.WRITE);
            Files.move(fresh, file);
        }
        return Files.readString(file).strip();
    }

    private static void createPrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    /// Says where the node is asked.
    public void publish(URI address) throws IOException {
        Files.writeString(data.resolve("admin.url"), address.toString(), StandardCharsets.UTF_8);
    }

    /// Says that it can't be asked any more.
    public void withdraw() throws IOException {
        Files.deleteIfExists(data.resolve("admin.url"));
    }

    /// Where a node said that it is asked; it may have died since.
    public Optional<URI> published() throws IOException {
        var file = data.resolve("admin.url");
        return Files.exists(file)
                ? Optional.of(URI.create(Files.readString(file).strip()))
                : Optional.empty();
    }
}
