package io.kith.persistence.launcher;

import java.nio.file.Path;

/// Where everything is below the directory of a Cassandra.
record Layout(Path root) {

    Layout {
        root = root.toAbsolutePath().normalize();
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path pid() {
        return root.resolve("pid");
    }

    Path ports() {
        return root.resolve("ports");
    }

    Path run() {
        return root.resolve("run");
    }

    Path classes() {
        return run().resolve("classes");
    }

    Path yaml() {
        return run().resolve("cassandra.yaml");
    }

    Path logback() {
        return run().resolve("logback.xml");
    }

    Path arguments() {
        return run().resolve("java.args");
    }

    /// What the process says outside its log, mostly when it can't start.
    Path output() {
        return logs().resolve("output");
    }

    Path logs() {
        return root.resolve("log");
    }
}
