package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kith.sharding.log.Heard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataDirectoryTest {

    @TempDir
    private Path elsewhere;

    @Test
    void one_that_a_node_makes_is_open_to_its_owner_only() throws IOException {
        var made = elsewhere.resolve("kith/data");
        try (var heard = new Heard(Level.WARN);
                var claimed = DataDirectory.claim(made)) {
            assertThat(claimed).isNotNull();
            for (var directory : List.of(made, made.getParent())) {
                assertThat(Files.getPosixFilePermissions(directory))
                        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            }
            assertThat(heard.lines()).isEmpty();
        }
    }

    @Test
    void one_that_others_can_read_keeps_its_rights_and_is_warned_of() throws IOException {
        var rights = PosixFilePermissions.fromString("rwxr-x---");
        var data = Files.createDirectory(elsewhere.resolve("data"));
        Files.setPosixFilePermissions(data, rights);
        try (var heard = new Heard(Level.WARN);
                var claimed = DataDirectory.claim(data)) {
            assertThat(claimed).isNotNull();
            assertThat(heard.lines())
                    .containsExactly("WARN  - Others on this machine can get at the messages and keys in " + data
                            + " (rwxr-x---): chmod 700 " + data);
            assertThat(Files.getPosixFilePermissions(data)).isEqualTo(rights);
        }
    }
}
