package io.kith.node;

import io.kith.persistence.launcher.DataLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The right of one process to a node's data, and the file that tells its process id, from claim to close.
public final class DataDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(OWNERS);

    private static final String PID = "kith.pid";

    private final Path path;
    private final DataLock lock;

    private DataDirectory(Path path, DataLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /// Makes a directory for data when it is not there, for nobody but this user: messages and keys are in it.
    /// One that is there keeps the rights that it has.
    public static void make(Path path) throws IOException {
        if (hasRights(path)) {
            Files.createDirectories(path, OWNER_ONLY);
        } else {
            Files.createDirectories(path);
        }
    }

    private static boolean hasRights(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// Makes the directory when it is not there and claims it. Warns of one that is open to others.
    ///
    /// @throws io.kith.persistence.launcher.LaunchFailure when another process has it
    public static DataDirectory claim(Path path) throws IOException {
        make(path);
        var claimed = new DataDirectory(path, DataLock.take(path.resolve("lock")));
        if (hasRights(path)) {
            warnOfOthers(path);
        }
        return claimed;
    }

    private static void warnOfOthers(Path path) throws IOException {
        var rights = Files.getPosixFilePermissions(path);
        if (!OWNERS.containsAll(rights)) {
            LOG.warn(
                    "Others on this machine can get at the messages and keys in {} ({}): chmod 700 {}",
                    path,
                    PosixFilePermissions.toString(rights),
                    path);
        }
    }

    /// The process of the node that runs on this directory.
    public static Optional<ProcessHandle> owner(Path path) throws IOException {
        return DataLock.holder(path.resolve("lock"));
    }

    /// What tells this directory from all others, for as long as it is there; made when it has none.
    public static UUID id(Path path, Random random) throws IOException {
        var file = path.resolve("id");
        if (!Files.exists(file)) {
            var made = Files.writeString(path.resolve("id.new"), new UUID(random.nextLong(), random.nextLong()) + "\n");
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
        }
        return UUID.fromString(Files.readString(file).strip());
    }

    /// Says in `kith.pid` that this process is the node.
    public void announce() throws IOException {
        Files.writeString(pid(), ProcessHandle.current().pid() + "\n");
    }

    /// Takes `kith.pid` away when it names this process, which ends before it could start; another's is left.
    public static void withdraw(Path path) throws IOException {
        var pid = path.resolve(PID);
        if (Files.exists(pid)
                && Files.readString(pid)
                        .strip()
                        .equals(Long.toString(ProcessHandle.current().pid()))) {
            Files.deleteIfExists(pid);
        }
    }

    private Path pid() {
        return path.resolve(PID);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(pid());
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("can't give back " + path, e);
        }
    }
}
