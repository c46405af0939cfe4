package io.kith.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What all nodes of a cluster know and nobody else; keys for different uses are derived from it
/// and tell nothing about each other.
record ClusterSecret(String secret) {

    private static final int BYTES = 32;

    /// As set, or the one that the data directory keeps; made when there is none.
    static ClusterSecret of(String configured, Path data, SecureRandom random) throws IOException {
        if (!configured.isEmpty()) {
            return new ClusterSecret(configured);
        }
        var file = data.resolve("cluster.secret");
        if (!Files.exists(file)) {
            var bytes = new byte[BYTES];
            random.nextBytes(bytes);
            var fresh = data.resolve("cluster.secret.new");
            Files.deleteIfExists(fresh);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(fresh, HexFormat.of().formatHex(bytes));
            Files.move(fresh, file);
        }
        return new ClusterSecret(Files.readString(file).strip());
    }

    /// A key of at most 32 bytes for one use.
    byte[] key(String use, int bytes) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Arrays.copyOf(mac.doFinal(use.getBytes(StandardCharsets.UTF_8)), bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HMAC-SHA-256", e);
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "ClusterSecret";
    }
}
