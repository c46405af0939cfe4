package io.kith.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `kith` runs from, in a source tree of its own, where Maven and Java are scripts: the one puts the source in
/// place of
/// the class, the other says what class it has found on its path, and goes on as a node would until its input ends.
final class ScriptBuildTest {

    private static final String MAVEN = """
            #!/usr/bin/env bash
            cd "$TREE"
            for module in cluster-node loadtest; do
                rm -rf $module/target/classes
                mkdir -p $module/target/classes
                cp proto/src/main/Jid.java $module/target/classes/Jid.class
            done
            printf '%s' "$TREE/elsewhere.jar" >cluster-node/target/classpath
            """;

    private static final String JAVA = """
            #!/usr/bin/env bash
            while [ "$1" != -cp ]; do
                case $1 in -Dkith.cassandra.lib=*) jars=${1#*=} ;; esac
                shift
            done
            node=${2%%:*}
            echo "$2"
            cat "$node/Jid.class"
            if [ "$4" = run ]; then
                cat
                cat "$node/Jid.class" "$jars/cassandra.jar"
            fi
            """;

    @TempDir
    private Path tree;

    private Script kith;

    @BeforeEach
    void makeTree() throws IOException {
        write("kith", Files.readString(Script.ofTree().file()));
        write("pom.xml", "  <version>1</version>\n");
        write("bin/mvn", MAVEN);
        write("jdk/bin/java", JAVA);
        write("jdk/bin/javac", "");
        write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
        write("persistence/cassandra-runtime/pom.xml", "<project/>");
        write("persistence/target/cassandra/stamp", "<project/>");
        write("persistence/target/cassandra/lib/cassandra.jar", "5.0\n");
        write("proto/src/main/Jid.java", "old\n");
        kith = new Script(
                tree.resolve("kith"),
                Map.of(
                        "TREE",
                        tree.toString(),
                        "JAVA_HOME",
                        tree.resolve("jdk").toString(),
                        "PATH",
                        tree.resolve("bin") + ":" + System.getenv("PATH")));
    }

    @Test
    void a_verb_that_builds_leaves_a_running_node_what_it_was_started_from() throws Exception {
        var node = start("run");
        try (var said = node.inputReader()) {
            var classPath = said.readLine();
            assertThat(classPath).endsWith(":" + tree.resolve("elsewhere.jar"));
            assertThat(said.readLine()).isEqualTo("old");

            write("proto/src/main/Jid.java", "newer\n");
            assertThat(kith.run("version").done()).contains("newer").doesNotContain(classPath);
            assertThat(kith.run("version").done()).contains("newer").doesNotContain("building");
            assertThat(copies()).hasSize(2);

            node.outputWriter().close();
            assertThat(said.readLine()).isEqualTo("old");
            assertThat(node.waitFor(1, TimeUnit.MINUTES)).isTrue();

            kith.run("version").done();
            assertThat(copies()).hasSize(1);
        } finally {
            node.destroyForcibly();
        }
    }

    @Test
    void where_stat_is_another_one_what_changed_is_built_all_the_same() throws Exception {
        write("bin/stat", """
                #!/usr/bin/env bash
                echo "stat: illegal option -- $1" >&2
                exit 1
                """);
        assertThat(kith.run("version").done()).contains("building the node", "old");
        assertThat(kith.run("version").done()).contains("old").doesNotContain("building");

        write("proto/src/main/Jid.java", "newer\n");
        assertThat(kith.run("version").done()).contains("building the node", "newer");
    }

    @Test
    void a_copy_that_is_gone_is_built_again() throws Exception {
        kith.run("version").done();
        for (var copy : copies()) {
            Files.delete(copy.resolve("classpath"));
        }

        assertThat(kith.run("version").done()).contains("building the node", "old");
        assertThat(copies()).hasSize(1);
    }

    @Test
    void a_clean_takes_nothing_from_a_running_node_and_the_next_verb_builds_nothing() throws Exception {
        var node = start("run");
        try (var said = node.inputReader()) {
            assertThat(said.readLine()).startsWith(tree.toString());
            assertThat(said.readLine()).isEqualTo("old");

            NodeProcess.run(tree, List.of("rm", "-r", "cluster-node/target", "loadtest/target", "persistence/target"));
            assertThat(kith.run("version").done()).contains("old").doesNotContain("building");

            node.outputWriter().close();
            assertThat(said.readLine()).isEqualTo("old");
            assertThat(said.readLine()).isEqualTo("5.0");
            assertThat(node.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            node.destroyForcibly();
        }
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> all = Files.list(tree.resolve(".kith"))) {
            return all.filter(path -> path.getFileName().toString().startsWith("run-"))
                    .toList();
        }
    }

    private Process start(String verb) throws IOException {
        var builder = new ProcessBuilder(kith.file().toString(), verb).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(kith.environment());
        return builder.start();
    }

    private void write(String name, String text) throws IOException {
        var file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
