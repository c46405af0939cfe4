package io.kith.node.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsSourceTest {

    @TempDir
    private Path data;

    @Test
    void without_a_word_a_node_serves_localhost_on_the_standard_ports_from_an_embedded_cassandra() {
        var settings = SettingsSource.of(Map.of()).read();

        assertThat(settings.domains()).containsExactly("localhost");
        assertThat(settings.bind()).isEqualTo("127.0.0.1");
        assertThat(settings.c2s()).isEqualTo(new Settings.ClientPorts(5222, 5223));
        assertThat(settings.adminPort()).isEqualTo(5281);
        assertThat(settings.store()).isEqualTo(Settings.Store.CASSANDRA);
        assertThat(settings.cassandra().embedded()).isTrue();
        assertThat(settings.registrationOpen()).isFalse();
        assertThat(settings.allowPlaintext()).isFalse();
        assertThat(settings.limits().enabled()).isTrue();
    }

    @Test
    void the_command_line_counts_before_the_environment_and_that_before_the_file() throws IOException {
        Files.writeString(data.resolve("kith.conf"), "c2s { port = 1, tls-port = 1 }, admin.port = 1");
        var settings = new SettingsSource(
                        null,
                        Map.of("KITH_C2S_PORT", "2", "KITH_C2S_TLS_PORT", "2"),
                        Map.of("c2s.port", List.of("3"), "data", List.of(data.toString())))
                .read();

        assertThat(settings.c2s()).isEqualTo(new Settings.ClientPorts(3, 2));
        assertThat(settings.adminPort()).isEqualTo(1);
    }

    @Test
    void a_settings_file_that_is_a_folder_is_an_error() {
        assertThatThrownBy(() -> new SettingsSource(data, Map.of(), Map.of()).read())
                .hasMessageContaining("the settings file " + data + " can't be read");
    }

    @Test
    void two_ports_that_are_one_are_an_error_unless_any_free_one_will_do() {
        assertThatThrownBy(() -> read("c2s.port", "5300", "c2s.tls-port", "5300"))
                .hasMessageContaining("c2s.tls-port: 5300 is that of c2s.port too");
        assertThat(read("c2s.port", "0", "c2s.tls-port", "0").c2s()).isEqualTo(new Settings.ClientPorts(0, 0));
    }

    @Test
    void what_is_wrong_with_a_default_names_no_file_of_ours() {
        assertThatThrownBy(() -> read("tls.key", "some.pem"))
                .hasMessageContaining("tls.cert: is missing")
                .hasMessageContaining("(from the defaults)");
    }

    @Test
    void a_domain_may_have_a_certificate_of_its_own() {
        var settings = read("tls.certificates", "B.example:b.pem:b.key");
        assertThat(settings.tls().domains())
                .containsExactly(new Settings.TlsFiles.OfDomain(
                        "b.example",
                        Path.of("b.pem").toAbsolutePath(),
                        Path.of("b.key").toAbsolutePath()));
        assertThatThrownBy(() -> read("tls.certificates", "b.example:b.pem"))
                .hasMessageContaining("tls.certificates: 'b.example:b.pem' is not DOMAIN:CERTIFICATE:KEY");
    }

    @Test
    void a_session_may_wait_for_an_hour_at_most() {
        assertThat(read("c2s.resume-seconds", "3600").resumableFor()).hasHours(1);
        assertThatThrownBy(() -> read("c2s.resume-seconds", "3601")).hasMessageContaining("not between 0 and 3600");
    }

    @Test
    void a_list_is_an_option_repeated_or_words_between_commas() {
        var settings = SettingsSource.of(Map.of(
                        "domains", List.of("capulet.example", "montague.example, VERONA.example"),
                        "cassandra.contact-points", List.of("one:9042,two:9043")))
                .read();

        assertThat(settings.domains()).containsExactly("capulet.example", "montague.example", "verona.example");
        assertThat(settings.cassandra().contactPoints())
                .containsExactly(
                        InetSocketAddress.createUnresolved("one", 9042),
                        InetSocketAddress.createUnresolved("two", 9043));
    }

    @Test
    void an_unknown_key_of_the_file_is_an_error_that_names_the_nearest_and_its_line() throws IOException {
        var file = Files.writeString(data.resolve("some.conf"), "bind = \"::1\"\nc2s.prot = 5222\n");

        assertThatThrownBy(() -> new SettingsSource(file, Map.of(), Map.of()).read())
                .isInstanceOf(InvalidSettings.class)
                .hasMessageContaining("line 2: c2s.prot is no setting; did you mean c2s.port?");
    }

    @Test
    void an_unknown_variable_is_an_error_and_those_of_others_are_not() {
        assertThatThrownBy(() -> new SettingsSource(null, Map.of("KITH_DOMIAN", "x", "PATH", "/bin"), Map.of()).read())
                .hasMessage("the variable KITH_DOMIAN is no setting; did you mean KITH_DOMAIN?");
    }

    @Test
    void a_domain_is_not_where_another_has_its_rooms() {
        for (var domains : List.of("localhost, conference.localhost", "Conference.localhost, localhost")) {
            assertThatThrownBy(() -> SettingsSource.of(Map.of("domains", List.of(domains)))
                            .read())
                    .hasMessage("domains: 'conference.localhost' can't be served beside 'localhost', whose rooms are"
                            + " there (from the option --domain)");
        }
    }

    @Test
    void all_that_is_wrong_is_told_at_once_with_where_it_comes_from() {
        var source = new SettingsSource(
                null,
                Map.of("KITH_STORE", "floppy"),
                Map.of(
                        "admin.port", List.of("65536"),
                        "domains", List.of("not a domain"),
                        "limits.enabled", List.of("maybe"),
                        "tls.cert", List.of("only.pem"),
                        "cluster.seed-nodes", List.of("nowhere")));

        assertThatThrownBy(source::read)
                .hasMessageContaining("store: 'floppy' is not one of cassandra, memory (from the variable KITH_STORE)")
                .hasMessageContaining("admin.port: 65536 is not between 0 and 65535 (from the option --admin-port)")
                .hasMessageContaining("domains: 'not a domain' is no domain")
                .hasMessageContaining("limits.enabled: is not `on` or `off`")
                .hasMessageContaining("tls.key: is missing")
                .hasMessageContaining("cluster.seed-nodes: 'nowhere' is not HOST:PORT")
                .hasMessageContaining("cluster.secret: is missing");
    }

    @Test
    void a_node_that_others_reach_over_a_network_needs_tls_between_nodes() throws IOException {
        var pem = Files.writeString(data.resolve("some.pem"), "").toString();
        assertThatThrownBy(() -> read("cluster.host", "10.1.2.3"))
                .hasMessageContaining("cluster.host: '10.1.2.3' is not the loopback: set cluster.tls.cert");
        assertThatThrownBy(() -> read("cluster.host", "127.verona.example"))
                .hasMessageContaining("is not the loopback");
        assertThatThrownBy(() -> read("cluster.host", "10.1.2.3", "cluster.tls.cert", pem, "cluster.tls.ca", "none"))
                .hasMessageContaining("cluster.tls.key: is missing")
                .hasMessageContaining("cluster.tls.ca: 'none' can't be read");

        assertThat(read("cluster.host", "127.0.0.2").cluster().tls()).isEmpty();
        assertThat(read("cluster.host", "10.1.2.3", "cluster.insecure", "on")
                        .cluster()
                        .tls())
                .isEmpty();
        assertThat(read(
                                "cluster.host",
                                "10.1.2.3",
                                "cluster.tls.cert",
                                pem,
                                "cluster.tls.key",
                                pem,
                                "cluster.tls.ca",
                                pem)
                        .cluster()
                        .tls())
                .isPresent();
    }

    private static Settings read(String... keysAndValues) {
        var options = new HashMap<String, List<String>>();
        for (var i = 0; i < keysAndValues.length; i += 2) {
            options.put(keysAndValues[i], List.of(keysAndValues[i + 1]));
        }
        return new SettingsSource(null, Map.of(), options).read();
    }

    @Test
    void the_highest_port_is_a_port() {
        assertThat(SettingsSource.of(Map.of("admin.port", List.of("65535")))
                        .read()
                        .adminPort())
                .isEqualTo(65_535);
    }

    @Test
    void what_is_shown_and_logged_has_no_secret() {
        var source = SettingsSource.of(Map.of(
                "cassandra.password", List.of("s3cret"),
                "cluster.secret", List.of("s3cret-s3cret-s3cret")));
        var layered = source.layered();

        assertThat(source.read().toString()).doesNotContain("s3cret");
        assertThat(KnownSettings.all().stream().map(known -> known.shown(layered)))
                .contains("cassandra.password = \"***\"", "cluster.secret = \"***\"", "cassandra.username = \"\"");
    }

    @Test
    void the_data_directory_is_known_also_when_something_else_is_wrong() throws IOException {
        Files.writeString(data.resolve("kith.conf"), "log.levl = debug");
        var source = SettingsSource.of(Map.of("data", List.of(data.toString())));

        assertThatThrownBy(source::read).isInstanceOf(InvalidSettings.class);
        assertThat(source.data()).isEqualTo(data);
    }

    @Test
    void akka_takes_what_begins_with_its_name() throws IOException {
        var file = Files.writeString(data.resolve("some.conf"), "akka.cluster.min-nr-of-members = 3");

        assertThat(new SettingsSource(file, Map.of(), Map.of()).read().akka().getInt("akka.cluster.min-nr-of-members"))
                .isEqualTo(3);
    }
}
