package io.kith.node;

import io.kith.node.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What keeps a node from starting, though each of its settings is well formed: nothing is changed by looking.
public final class Obstacles {

    private Obstacles() {}

    /// In words, empty if there is nothing. Whether its ports are free is not looked at, as the node may be running.
    public static List<String> to(Settings settings) {
        var all = new ArrayList<String>();
        try {
            Tls.check(settings.tls());
        } catch (IOException e) {
            all.add("tls: " + words(e));
        }
        try (var _ = new ServerSocket(0, 1, InetAddress.getByName(settings.bind()))) {
            // it is an address of this machine
        } catch (IOException e) {
            all.add("bind: nothing can listen on '" + settings.bind() + "': " + words(e));
        }
        var there = nearest(settings.data());
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            all.add("data: '" + settings.data() + "' can't be made or written to");
        }
        return all;
    }

    /// What to tell an operator about a file or an address that can't be used.
    static String words(IOException failure) {
        var said = failure.getMessage();
        return failure.getClass() == IOException.class && said != null
                ? said
                : failure.getClass().getSimpleName() + (said == null ? "" : " " + said);
    }

    private static @Nullable Path nearest(Path folder) {
        var there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }
}
