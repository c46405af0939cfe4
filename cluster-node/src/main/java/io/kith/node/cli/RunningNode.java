package io.kith.node.cli;

import io.kith.node.DataDirectory;
import io.kith.node.Node;
import io.kith.node.Storage;
import io.kith.node.admin.AdminFiles;
import io.kith.node.settings.Settings;
import io.kith.node.settings.SettingsSource;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node of this process with all that is under it: the data directory, the storage, the node.
final class RunningNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RunningNode.class);

    private final DataDirectory data;
    private final Storage storage;
    private final Node node;
    private final Once closing = new Once(this::end);

    private RunningNode(DataDirectory data, Storage storage, Node node) {
        this.data = data;
        this.storage = storage;
        this.node = node;
    }

    /// @param clients whether clients can connect
    static RunningNode start(SettingsSource source, Settings settings, boolean clients) throws IOException {
        var data = DataDirectory.claim(settings.data());
        try {
            new AdminFiles(settings.data()).withdraw(); // what a node that died has left
            if (clients) {
                data.announce();
            }
            var storage = Storage.open(settings, InstantSource.system());
            try {
                var setup = new Node.Setup(
                        settings, storage, InstantSource.system(), new SecureRandom(), clients, source::read);
                return new RunningNode(data, storage, Node.start(setup));
            } catch (IOException | RuntimeException | Error e) {
                storage.close();
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            data.close();
            throw e;
        }
    }

    Node node() {
        return node;
    }

    /// Ends all of it. A node that its cluster gave up may be told to stop while it is ending: both wait for one end.
    @Override
    public void close() {
        closing.run();
    }

    private void end() {
        node.close();
        storage.close();
        data.close();
        LOG.info("Stopped");
    }
}
