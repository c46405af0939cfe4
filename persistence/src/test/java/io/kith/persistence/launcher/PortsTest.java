package io.kith.persistence.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortsTest {

    @TempDir
    private Path directory;

    @Test
    void ports_stay_the_same_while_they_are_free() throws IOException {
        var file = directory.resolve("ports");
        var first = Ports.choose(file);

        assertThat(Ports.choose(file)).isEqualTo(first);
        assertThat(first.cql()).isPositive().isNotEqualTo(first.storage());

        try (var taken = new ServerSocket(first.cql(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.choose(file).cql()).isNotEqualTo(taken.getLocalPort());
        }
    }

    @Test
    void a_file_that_makes_no_sense_gives_new_ports() throws IOException {
        var file = directory.resolve("ports");
        for (var text : new String[] {"", "7", "7 x", "99999999 1", "-1 -2"}) {
            Files.writeString(file, text);

            assertThat(Ports.choose(file).cql()).as(text).isBetween(1024, 65_535);
        }
    }
}
