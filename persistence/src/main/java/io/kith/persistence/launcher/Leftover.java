package io.kith.persistence.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The process that an earlier node started on the same data, as the pid file names it.
///
/// A number is used again by the system, so a process counts only when its command line names this
/// directory's own file of arguments.
final class Leftover {

    private final Layout layout;

    Leftover(Layout layout) {
        this.layout = layout;
    }

    /// The process, if it still runs.
    Optional<ProcessHandle> find() throws IOException {
        if (!Files.exists(layout.pid())) {
            return Optional.empty();
        }
        try {
            return ProcessHandle.of(
                            Long.parseLong(Files.readString(layout.pid()).trim()))
                    .filter(ProcessHandle::isAlive)
                    .filter(this::isOurs);
        } catch (NumberFormatException e) {
            return Optional.empty(); // half written when the machine stopped, and then nothing runs
        }
    }

    /// Waits for it to go as it does when its node has gone, then ends it.
    void end(Duration patience) throws IOException, InterruptedException {
        var process = find();
        if (process.isPresent() && !hasGone(process.get(), patience)) {
            process.get().destroyForcibly();
            if (!hasGone(process.get(), patience)) {
                throw new LaunchFailure("an old Cassandra (process "
                        + process.get().pid() + ") on the data in " + layout.root() + " can't be ended");
            }
        }
        Files.deleteIfExists(layout.pid());
    }

    private boolean isOurs(ProcessHandle process) {
        return List.of(process.info().arguments().orElse(new String[0])).contains(argument(layout.arguments()));
    }

    static String argument(Path argumentFile) {
        return "@" + argumentFile;
    }

    private static boolean hasGone(ProcessHandle process, Duration patience) throws InterruptedException {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new LaunchFailure("can't wait for process " + process.pid(), e);
        }
    }
}
