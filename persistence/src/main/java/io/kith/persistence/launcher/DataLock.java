package io.kith.persistence.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The right to use a data directory. The system takes it back when this process ends, however it ends.
public final class DataLock implements AutoCloseable {

    /// The lock covers a byte beyond the text, so that others can read who holds it where locks are mandatory.
    private static final long LOCKED_BYTE = 1_000;

    private final FileChannel file;

    private DataLock(FileChannel file) {
        this.file = file;
    }

    /// Takes it, or fails at once.
    ///
    /// @param path of the file that is locked; made when it is not there
    /// @throws LaunchFailure when somebody else has it
    public static DataLock take(Path path) throws IOException {
        var file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (tryLock(file) == null) {
            file.close();
            throw new LaunchFailure("the data in " + path.getParent() + " is in use by another node (process "
                    + Files.readString(path).trim() + ")");
        }
        file.truncate(0);
        file.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new DataLock(file);
    }

    /// The process that has it now; empty when nobody does.
    public static Optional<ProcessHandle> holder(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (var file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (tryLock(file) != null) {
                return Optional.empty();
            }
            var text = Files.readString(path).trim();
            return text.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(text));
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException e) {
            return null; // held in this very process
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
