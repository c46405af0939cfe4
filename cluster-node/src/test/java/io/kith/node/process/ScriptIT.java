package io.kith.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.hostile.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `kith` does by itself, and with a node on the memory store.
final class ScriptIT {

    private static final Script KITH = Script.ofTree();

    @TempDir
    private Path directory;

    @Test
    void verbs_of_the_script_explain_themselves_and_unknown_ones_name_the_nearest() throws Exception {
        for (var verb : List.of("build", "test", "dist")) {
            assertThat(KITH.run(verb, "--help").done()).startsWith("usage: kith " + verb);
        }
        assertThat(KITH.run("--help").done())
                .contains("run", "stop", "user", "domain", "room", "schema", "cassandra", "config", "version")
                .contains("build", "test", "dist");
        assertThat(KITH.run("usr", "list").failed()).contains("did you mean user?");
    }

    @Test
    void a_jdk_is_found_without_java_home_and_a_wrong_one_is_passed_over() throws Exception {
        assertThat(KITH.run("version").done()).startsWith("kith ").contains("Java 25");
        var misled = new Script(KITH.file(), Map.of("JAVA_HOME", directory.toString()));
        assertThat(misled.run("version").done()).contains("Java 25");
    }

    @Test
    void without_a_jdk_it_says_what_to_install() throws Exception {
        var other = directory.resolve("kith");
        Files.writeString(other, Files.readString(KITH.file()).replaceFirst("(?m)^JDK=25$", "JDK=99"));
        assertThat(other.toFile().setExecutable(true)).isTrue();

        assertThat(new Script(other, Map.of("JAVA_HOME", "/nowhere"))
                        .run("version")
                        .failed())
                .startsWith("kith: needs a JDK 99 and found none (JAVA_HOME=/nowhere, PATH, /usr/lib/jvm")
                .contains("apt install openjdk-99-jdk-headless")
                .contains("brew install openjdk@99");
    }

    @Test
    void settings_are_shown_and_checked_and_an_unknown_key_names_the_nearest() throws Exception {
        var file = directory.resolve("mine.conf");
        Files.writeString(file, "c2s.prot = 5222\n");
        var checked = KITH.run("config", "check", "--config", file.toString());
        assertThat(checked.code()).isEqualTo(2);
        assertThat(checked.said()).contains("c2s.prot").contains("c2s.port").contains(file.toString());

        Files.writeString(file, "c2s.port = 7222\n");
        assertThat(KITH.run("config", "check", "--config", file.toString()).done())
                .contains("usable");
        assertThat(KITH.run("config", "show", "--config", file.toString()).done())
                .contains("c2s.port = 7222");
    }

    @Test
    void a_node_says_where_it_is_obeys_its_operator_keeps_others_off_its_data_and_stops_cleanly() throws Exception {
        var data = directory.resolve("data");
        try (var node = new NodeProcess(
                data, "--store", "memory", "--allow-plaintext", "--domain", "localhost", "--log-level", "debug")) {
            node.awaitReady();
            assertThat(node.said())
                    .contains("THE STORE IS MEMORY")
                    .containsPattern("(?m)^ready: localhost on 127.0.0.1 port "
                            + node.c2s().getPort()
                            + " \\(STARTTLS\\) and "
                            + node.c2sTls().getPort() + " \\(TLS\\), admin http://127.0.0.1:");
            assertThat(Files.readString(data.resolve("kith.pid")).strip()).isEqualTo(Long.toString(node.pid()));

            administersUsers(node, data);
            administersDomains(data);
            administersRooms(data);

            assertThat(KITH.run("run", "--store", "memory", "--data", data.toString())
                            .failed())
                    .contains("the data in " + data + " is in use by another node (process " + node.pid() + ")");

            try (var juliet = online(node, "juliet")) {
                assertThat(node.terminate()).isTrue();
                assertThat(juliet.rest()).contains("<system-shutdown");
            }
            assertThat(node.said()).contains(" DEBUG ").doesNotContain(" TRACE ");
        }
        assertThat(data.resolve("kith.pid")).doesNotExist();
        assertThat(KITH.run("stop", "--data", data.toString()).failed()).contains("no node runs on " + data);
        assertThat(KITH.run("user", "list", "--store", "memory", "--data", data.toString())
                        .failed())
                .contains("the memory store keeps nothing without one");
    }

    @Test
    void a_node_that_is_told_to_stop_while_it_starts_leaves_no_process_id_behind() throws Exception {
        var data = directory.resolve("data");
        // the cluster that it looks for is not there, so that it is not ready before the signal comes, however late
        try (var node = new NodeProcess(
                data,
                "--store",
                "memory",
                "--seed-nodes",
                "127.0.0.1:1",
                "--cluster-secret",
                "the secret of a cluster of none")) {
            node.awaitAnnounced();
            assertThat(node.terminate()).isTrue();
            assertThat(node.said()).contains("Stopped before it was ready").doesNotContain("ready: ");
        }
        assertThat(data.resolve("kith.pid")).doesNotExist();
    }

    private static void administersUsers(NodeProcess node, Path data) throws Exception {
        assertThat(user(data, "add", "juliet@localhost", "--password", "juliet").done())
                .contains("added juliet@localhost")
                .contains("port " + node.c2s().getPort());
        assertThat(KITH.answering("romeo\n", "user", "add", "romeo@localhost", "--data", data.toString())
                        .done())
                .contains("added romeo@localhost");
        assertThat(user(data, "add", "juliet@localhost", "--password", "other").failed())
                .contains("juliet@localhost exists already");
        assertThat(user(data, "add", "nurse@elsewhere.example", "--password", "x")
                        .failed())
                .contains("kith domain add elsewhere.example");

        try (var juliet = online(node, "juliet")) {
            assertThat(user(data, "kick", "juliet@localhost").done()).contains("kicked juliet@localhost");
            assertThat(juliet.rest()).contains("</stream:stream>");
        }
        try (var romeo = online(node, "romeo")) {
            assertThat(user(data, "passwd", "romeo@localhost", "--password", "orchard")
                            .done())
                    .contains("changed the password of romeo@localhost");
            assertThat(romeo.rest()).contains("</stream:stream>");
        }
        assertThat(user(data, "passwd", "romeo@localhost", "--password", "romeo")
                        .done())
                .contains("changed");
        try (var romeo = online(node, "romeo")) {
            assertThat(user(data, "disable", "romeo@localhost").done()).contains("disabled romeo@localhost");
            assertThat(romeo.rest()).contains("</stream:stream>");
        }
        assertThat(user(data, "list").done())
                .containsPattern("(?m)^juliet@localhost\tactive\t")
                .containsPattern("(?m)^romeo@localhost\tdisabled\t");
        assertThat(user(data, "enable", "romeo@localhost").done()).contains("enabled romeo@localhost");
        online(node, "romeo").close();
        assertThat(user(data, "delete", "romeo@localhost").done()).contains("deleted romeo@localhost");
        assertThat(user(data, "list").done()).contains("juliet@").doesNotContain("romeo@");
        assertThat(user(data, "kick", "romeo@localhost").failed()).contains("there is no account romeo@localhost");
        assertThat(user(data, "add", "romeo@localhost", "--password", "x").failed())
                .contains("its name rests until");
    }

    private static void administersDomains(Path data) throws Exception {
        assertThat(domain(data, "add", "verona.example").done()).contains("serving verona.example");
        assertThat(domain(data, "set", "verona.example", "registration=open").done())
                .contains("changed verona.example");
        assertThat(domain(data, "set", "verona.example", "registraton=open").failed())
                .contains("there are registration");
        assertThat(domain(data, "list").done())
                .containsPattern("(?m)^localhost")
                .containsPattern("(?m)^verona.example\t.*registration=open");
        assertThat(user(data, "add", "nurse@verona.example", "--password", "x").done())
                .contains("added nurse@verona.example");
        assertThat(domain(data, "remove", "verona.example").done()).contains("verona.example");
        assertThat(domain(data, "list").done()).doesNotContain("verona.example");
        assertThat(domain(data, "remove", "verona.example").failed()).contains("verona.example");
    }

    private static Script.Ended user(Path data, String... words) throws IOException, InterruptedException {
        return onData(data, "user", words);
    }

    private static void administersRooms(Path data) throws Exception {
        var garden = "garden@conference.localhost";
        assertThat(room(data, "create", garden, "--owner", "juliet@localhost", "roomname=The Garden")
                        .done())
                .contains("made " + garden);
        assertThat(room(data, "create", "attic@conference.localhost", "--owner", "nobody@localhost")
                        .failed())
                .contains("there is no account nobody@localhost");
        assertThat(room(data, "list").done()).contains(garden + "\tlisted\tThe Garden");
        assertThat(room(
                                data,
                                "affiliations",
                                garden,
                                "romeo@localhost=outcast",
                                "a=b@localhost=member",
                                "--reason",
                                "noise")
                        .done())
                .contains("made romeo@localhost outcast", "made a=b@localhost member");
        assertThat(room(data, "affiliations", garden).done()).contains("juliet@localhost\towner");
        assertThat(room(data, "show", garden).done()).contains("roomname\tThe Garden\tchanged", "occupants\t0");
        assertThat(room(data, "kick", garden, "romeo").failed()).contains("nobody is in " + garden);
        assertThat(room(data, "destroy", garden, "--reason", "enough").done()).contains("destroyed " + garden);
        assertThat(room(data, "history", garden).done())
                .contains("made romeo@localhost outcast: noise", "operator\tdestroyed it: enough");
    }

    private static Script.Ended room(Path data, String... words) throws IOException, InterruptedException {
        return onData(data, "room", words);
    }

    private static Script.Ended domain(Path data, String... words) throws IOException, InterruptedException {
        return onData(data, "domain", words);
    }

    private static Script.Ended onData(Path data, String noun, String... words)
            throws IOException, InterruptedException {
        var all = new java.util.ArrayList<>(List.of(words));
        all.addFirst(noun);
        all.addAll(List.of("--data", data.toString()));
        return KITH.run(all.toArray(String[]::new));
    }

    private static Wire online(NodeProcess node, String user) throws IOException {
        var wire = Wire.connect("127.0.0.1", node.c2s().getPort()).login(user, "balcony");
        wire.send("<presence/>").until("<presence");
        return wire;
    }
}
