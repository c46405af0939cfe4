package io.kith.loadtest;

import java.net.InetSocketAddress;
import java.util.List;
import picocli.CommandLine.Option;

/// Whom a scenario loads: an address on the loopback, its domain, and the processes whose time is counted.
final class Target {

    @Option(
            names = "--server",
            defaultValue = "127.0.0.1:5222",
            description = "host:port on the loopback (${DEFAULT-VALUE})")
    String server = "127.0.0.1:5222";

    @Option(names = "--domain", defaultValue = "localhost", description = "the accounts' domain (${DEFAULT-VALUE})")
    String domain = "localhost";

    @Option(
            names = "--password",
            defaultValue = "load",
            description = "of every account load0, load1, … (${DEFAULT-VALUE})")
    String password = "load";

    @Option(
            names = "--pid",
            required = true,
            split = ",",
            description = "processes whose time is counted: the node, and its Cassandra")
    List<Long> pids = List.of();

    @Option(names = "--repeats", defaultValue = "3", description = "counted repeats (${DEFAULT-VALUE})")
    int repeats = 3;

    InetSocketAddress address() {
        var colon = server.lastIndexOf(':');
        var address = new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new IllegalArgumentException("only the loopback is loaded, not " + server);
        }
        return address;
    }

    ServerProcess processes() {
        return new ServerProcess(pids);
    }
}
