package io.kith.persistence.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/// The two ports of a Cassandra, the same at every start as long as they are free.
record Ports(int cql, int storage) {

    static Ports choose(Path file) throws IOException {
        var known = read(file);
        var ports = known.areFree() ? known : free();
        Files.writeString(file, ports.cql + " " + ports.storage + "\n");
        return ports;
    }

    static Ports read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Ports(0, 0);
        }
        var words = Files.readString(file).trim().split(" ", -1);
        try {
            return words.length == 2
                    ? new Ports(Integer.parseInt(words[0]), Integer.parseInt(words[1]))
                    : new Ports(0, 0);
        } catch (NumberFormatException e) {
            return new Ports(0, 0); // half written when the machine stopped: new ones do as well
        }
    }

    private static Ports free() throws IOException {
        try (var cql = bind(0);
                var storage = bind(0)) {
            return new Ports(cql.getLocalPort(), storage.getLocalPort());
        }
    }

    private boolean areFree() {
        if (cql <= 0 || storage <= 0) {
            return false;
        }
        try (var _ = bind(cql);
                var _ = bind(storage)) {
            return true;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true); // as Cassandra binds: what only lingers is free
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException | IllegalArgumentException e) {
            socket.close();
            throw e;
        }
    }
}
