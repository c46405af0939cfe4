package io.kith.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `kith dist` packs runs in another place, without Maven and without the source tree.
final class DistIT {

    @TempDir
    private Path directory;

    @Test
    void the_archive_runs_where_there_is_no_maven() throws Exception {
        var packed = Script.ofTree().run("dist", directory.toString()).done();
        assertThat(packed).contains("packed " + directory);
        Path archive;
        try (var files = Files.list(directory)) {
            archive = files.findFirst().orElseThrow();
        }
        NodeProcess.run(directory, List.of("tar", "xzf", archive.toString()));
        var unpacked = archive.resolveSibling(archive.getFileName().toString().replace(".tar.gz", ""));

        // a path with what the script needs, and nothing that builds
        var tools = Files.createDirectory(directory.resolve("bin"));
        for (var tool : List.of("bash", "env", "dirname", "readlink", "cat", "grep", "sed", "head", "true")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin").resolve(tool));
        }
        var kith = new Script(unpacked.resolve("kith"), Map.of("PATH", tools.toString()));

        assertThat(kith.run("version").done()).startsWith("kith ").contains("Java 25");
        assertThat(kith.run("--help").done()).contains("run").doesNotContain("source tree");
        assertThat(kith.run("test").failed()).contains("the tests are in the source tree");
        assertThat(unpacked.resolve("LICENSE")).isRegularFile();
        assertThat(unpacked.resolve("cassandra")).isDirectoryContaining("glob:**/cassandra-all-*.jar");
        try (var node = NodeProcess.of(kith, directory.resolve("data"), "--store", "memory")) {
            node.awaitReady();
            assertThat(kith.run("user", "add", "juliet@localhost", "--password", "x", "--data", node.data())
                            .done())
                    .contains("added juliet@localhost");
            assertThat(kith.run("stop", "--data", node.data()).done()).contains("stopped");
        }
    }
}
