package io.kith.loadtest;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whom a scenario loads: an address on the loopback, its domain, and the processes whose time is counted.
final class Target {

    @Option(
            names = "--server",
            defaultValue = "127.0.0.1:5222",
            description = "host:port on the loopback (${DEFAULT-VALUE})")
    String server = "127.0.0.1:5222";

    @Option(names = "--tls", description = "TLS from the first byte; then --server names such a port")
    boolean tls;

    @Option(names = "--domain", defaultValue = "localhost", description = "the accounts' domain (${DEFAULT-VALUE})")
    String domain = "localhost";

    @Option(
            names = "--password",
            defaultValue = "load",
            description = "of every account load0, load1, … (${DEFAULT-VALUE})")
    String password = "load";

    @Option(names = "--pid", split = ",", description = "processes whose time is counted: the node, and its Cassandra")
    List<Long> pids = List.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "the data directory of a node: says --pid, --admin and --token-file")
    @Nullable
    Path data;

    @Option(names = "--accounts", defaultValue = "0", description = "make accounts load0 to load(N-1) first")
    int accounts;

    @Option(names = "--admin", paramLabel = "URL", description = "the node's admin API")
    @Nullable
    URI admin;

    @Option(names = "--token-file", paramLabel = "FILE", description = "the token of the admin API")
    @Nullable
    Path tokenFile;

    @Option(names = "--repeats", defaultValue = "3", description = "counted repeats (${DEFAULT-VALUE})")
    int repeats = 3;

    @Option(
            names = "--warm-ups",
            defaultValue = "60",
            description =
                    "rounds before those, at most; fewer when the server's compilers are quiet" + " (${DEFAULT-VALUE})")
    int warmUps = 60;

    InetSocketAddress address() {
        var colon = server.lastIndexOf(':');
        var address = new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("only the loopback is loaded, not " + server);
        }
        return address;
    }

    /// Finds what [#data] says, and makes the accounts that are wanted.
    void prepare() throws IOException, InterruptedException {
        if (data != null) {
            if (pids.isEmpty()) {
                pids = processesOf(data);
            }
            if (admin == null) {
                admin = URI.create(Files.readString(data.resolve("admin.url")).strip());
            }
            if (tokenFile == null) {
                tokenFile = data.resolve("admin.token");
            }
        }
        if (pids.isEmpty()) {
            throw new IllegalArgumentException("say with --pid or --data whose time is counted");
        }
        if (accounts > 0) {
            if (admin == null || tokenFile == null) {
                throw new IllegalArgumentException("accounts are made with --admin and --token-file, or --data");
            }
            new Accounts(admin, Files.readString(tokenFile).strip(), domain, password).make(accounts);
            accounts = 0;
        }
    }

    private static List<Long> processesOf(Path data) throws IOException {
        var found = new ArrayList<Long>();
        for (var file :
                List.of(data.resolve("kith.pid"), data.resolve("cassandra").resolve("pid"))) {
            if (Files.exists(file)) {
                found.add(Long.parseLong(Files.readString(file).strip()));
            }
        }
        return found;
    }

    ServerProcess processes() {
        return new ServerProcess(pids);
    }
}
