package io.kith.persistence.launcher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataLockTest {

    @TempDir
    private Path directory;

    @Test
    void a_second_node_on_the_same_data_is_told_who_has_it() throws IOException {
        try (var _ = DataLock.take(directory.resolve("lock"))) {
            assertThatThrownBy(() -> DataLock.take(directory.resolve("lock")))
                    .isInstanceOf(LaunchFailure.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use")
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void a_lock_that_was_closed_can_be_taken_again() throws IOException {
        DataLock.take(directory.resolve("lock")).close();
        DataLock.take(directory.resolve("lock")).close();
    }
}
