package io.kith.persistence.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftoverTest {

    @TempDir
    private Path directory;

    @Test
    void a_process_that_only_has_the_number_is_not_ours_and_lives_on() throws IOException, InterruptedException {
        var layout = new Layout(directory);
        Files.writeString(layout.pid(), ProcessHandle.current().pid() + "\n");

        assertThat(new Leftover(layout).find()).isEmpty();
        new Leftover(layout).end(Duration.ZERO);
        assertThat(layout.pid()).doesNotExist();
    }

    @Test
    void without_a_pid_file_or_with_half_of_one_nothing_is_left() throws IOException {
        var layout = new Layout(directory);
        assertThat(new Leftover(layout).find()).isEmpty();
        Files.writeString(layout.pid(), "");
        assertThat(new Leftover(layout).find()).isEmpty();
    }

    @Test
    void a_process_that_does_not_go_is_ended() throws IOException, InterruptedException {
        var layout = new Layout(directory);
        // the last argument makes it look like a Cassandra on this directory
        var process = new ProcessBuilder("sh", "-c", "sleep 60; :", Leftover.argument(layout.arguments())).start();
        Files.writeString(layout.pid(), process.pid() + "\n");
        var children = process.descendants().toList();

        assertThat(new Leftover(layout).find()).isPresent();
        new Leftover(layout).end(Duration.ofMillis(500));

        assertThat(process.isAlive()).isFalse();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
