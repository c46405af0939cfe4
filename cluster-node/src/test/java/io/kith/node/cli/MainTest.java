package io.kith.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.DataDirectory;
import io.kith.node.admin.AdminFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

    @TempDir
    private Path data;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int kith(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void every_verb_explains_itself() {
        for (var verb : new String[] {
            "run",
            "stop",
            "user add",
            "user list",
            "domain set",
            "room list",
            "room affiliations",
            "config show",
            "version"
        }) {
            assertThat(kith((verb + " --help").split(" "))).as(verb).isZero();
            assertThat(out.toString()).contains("Usage: kith " + verb);
        }
    }

    @Test
    void the_version_is_told_by_the_option_that_everybody_tries() {
        assertThat(kith("--version")).isZero();
        assertThat(out.toString()).startsWith("kith ").contains("Java");
    }

    @Test
    void the_help_of_a_verb_that_may_need_cassandra_tells_how_to_name_it() {
        kith("schema", "apply", "--help");
        kith("user", "add", "--help");
        assertThat(out.toString().split("--cassandra=VALUE   ", -1)).hasSize(3);
    }

    @Test
    void a_check_looks_at_what_the_settings_name() {
        var nowhere = data.resolve("nowhere.pem").toString();
        assertThat(kith("config", "check", "--tls-cert", nowhere, "--tls-key", nowhere, "--bind", "nohost.invalid"))
                .isEqualTo(Main.MISUSED);
        assertThat(err.toString())
                .contains("tls: NoSuchFileException " + nowhere)
                .contains("bind: nothing can listen on 'nohost.invalid'");
        assertThat(kith("config", "check", "--data", data.toString())).isZero();
        assertThat(out.toString()).contains("the settings are usable");
    }

    @Test
    void an_address_is_told_as_it_is_stored() {
        assertThat(Names.stored("BOB@LOCALHOST")).isEqualTo("bob@localhost");
        assertThat(Names.stored("VERONA.example.")).isEqualTo("verona.example");
        assertThat(Names.stored("@@")).isEqualTo("@@");
    }

    @Test
    void an_unknown_option_names_the_nearest() {
        assertThat(kith("config", "check", "--c2s-prot", "5222")).isEqualTo(Main.MISUSED);
        assertThat(err.toString()).contains("--c2s-prot").contains("did you mean --c2s-port?");
    }

    @Test
    void settings_that_are_wrong_are_told_and_have_an_exit_code_of_their_own() {
        assertThat(kith("config", "check", "--store", "floppy")).isEqualTo(Main.MISUSED);
        assertThat(err.toString()).startsWith("kith: store: 'floppy' is not one of cassandra, memory");
    }

    @Test
    void what_is_wrong_twice_is_told_once() {
        assertThat(kith("config", "check", "--c2s-port", "99999")).isEqualTo(Main.MISUSED);
        assertThat(err.toString().lines())
                .filteredOn(line -> line.contains("99999 is not between 0 and 65535"))
                .hasSize(1);
    }

    @Test
    void a_node_that_is_starting_is_told_as_such_also_where_one_before_it_has_died() throws IOException {
        try (var _ = DataDirectory.claim(data)) {
            kith("user", "list", "--store", "memory", "--data", data.toString());
            new AdminFiles(data).publish(URI.create("http://127.0.0.1:" + portOfNobody() + "/"));
            kith("user", "list", "--store", "memory", "--data", data.toString());
        }
        assertThat(err.toString().lines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .isEqualTo("kith: a node is starting or stopping on " + data + "; try again in a moment"));
    }

    private static int portOfNobody() throws IOException {
        try (var free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    @Test
    void a_toggle_without_a_value_is_on() {
        assertThat(kith("config", "show", "--allow-plaintext", "--limits", "off", "--data", data.toString()))
                .isZero();
        assertThat(out.toString()).contains("allow-plaintext = \"on\"").contains("limits.enabled = \"off\"");
    }

    @Test
    void a_verb_on_the_memory_store_without_a_node_is_refused() {
        assertThat(kith("user", "list", "--store", "memory", "--data", data.toString()))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("the memory store keeps nothing without one");
    }

    @Test
    void there_is_nothing_to_stop_where_no_node_runs() {
        assertThat(kith("stop", "--data", data.toString())).isEqualTo(Main.FAILED);
        assertThat(err.toString()).contains("no node runs on " + data);
    }
}
