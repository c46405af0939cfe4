package io.kith.node.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.edge.tls.PemFiles;
import io.kith.node.hostile.Anybody;
import io.kith.node.hostile.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator changes while a node of its own process runs, by SIGHUP or by a verb, with a session that goes on
/// all the while.
final class ReloadIT {

    private static final Duration READ_WITHIN = Duration.ofSeconds(20);
    private static final String SETTINGS = """
            log.level = INFO
            limits.half-open-per-address = 500
            """;

    @TempDir
    private static Path directory;

    private static NodeProcess node;
    private static Path settings;
    private static Path certificate;
    private static Path key;

    private Wire juliet;

    @BeforeAll
    static void start() throws Exception {
        settings = directory.resolve("kith.conf");
        certificate = directory.resolve("cert.pem");
        key = directory.resolve("key.pem");
        Files.writeString(settings, SETTINGS);
        showNewCertificate();
        node = new NodeProcess(
                directory.resolve("data"),
                "--store",
                "memory",
                "--allow-plaintext",
                "--config",
                settings.toString(),
                "--tls-cert",
                certificate.toString(),
                "--tls-key",
                key.toString());
        node.awaitAnnounced();
        node.hangup(); // too early, and obeyed all the same
        node.awaitReady();
        until("read again", () -> count("On SIGHUP the log level") > 0);
        node.addUsers("juliet");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void login() throws IOException {
        juliet = connect().login("juliet", "balcony");
    }

    @AfterEach
    void the_session_has_gone_on() throws IOException {
        assertThat(juliet.answers()).isEmpty();
        juliet.close();
    }

    private static Wire connect() throws IOException {
        return Wire.connect("127.0.0.1", node.c2s().getPort());
    }

    private static void showNewCertificate() throws IOException {
        var made = Files.createTempDirectory(directory, "made");
        new PemFiles(made.resolve("cert.pem"), made.resolve("key.pem"))
                .readOrCreate(List.of("localhost"), InstantSource.system(), new SecureRandom());
        Files.move(made.resolve("cert.pem"), certificate, StandardCopyOption.REPLACE_EXISTING);
        Files.move(made.resolve("key.pem"), key, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void until(String what, BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + READ_WITHIN.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%s; the node said%n%s", what, node.said())
                    .isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private static int count(String words) {
        return node.said().split(java.util.regex.Pattern.quote(words), -1).length - 1;
    }

    private static void reload() throws IOException, InterruptedException {
        var before = count("On SIGHUP the log level");
        node.hangup();
        until("read again", () -> count("On SIGHUP the log level") > before);
    }

    private static void refuseReload(String why) throws IOException, InterruptedException {
        var before = count("The settings could not be read again, and stay");
        node.hangup();
        until("refused", () -> count("The settings could not be read again, and stay") > before);
        assertThat(node.said()).contains(why);
    }

    @Test
    void the_log_level_changes() throws Exception {
        assertThat(node.said()).doesNotContain(" DEBUG ");
        Files.writeString(settings, SETTINGS.replace("INFO", "DEBUG"));
        reload();
        connect().close();
        until("says more", () -> node.said().contains(" DEBUG "));

        Files.writeString(settings, SETTINGS);
        reload();
        connect().login("juliet", "chamber").close();
        juliet.answers();
        var said = count(" DEBUG ");
        connect().login("juliet", "chamber").close();
        juliet.answers();
        assertThat(count(" DEBUG ")).isEqualTo(said);
    }

    @Test
    void a_limit_changes() throws Exception {
        connect().login("juliet", "chamber").close();
        Files.writeString(settings, SETTINGS.replace("500", "1"));
        reload();
        try (var first = connect();
                var late = connect()) {
            assertThat(late.rest()).contains("<resource-constraint ");
            first.send(Wire.headerTo("localhost")).until("</stream:features>");
        }
        Files.writeString(settings, SETTINGS);
        reload();
        connect().login("juliet", "chamber").close();
    }

    /// More than the limit that is not to count.
    private static void twoStrangers() throws IOException {
        try (var one = connect();
                var two = connect()) {
            one.send(Wire.headerTo("localhost")).until("</stream:features>");
            two.send(Wire.headerTo("localhost")).until("</stream:features>");
        }
    }

    @Test
    void the_certificate_changes() throws Exception {
        var before = shownCertificate();
        showNewCertificate();
        assertThat(shownCertificate()).isEqualTo(before);
        reload();
        assertThat(shownCertificate()).isNotEqualTo(before);
    }

    @Test
    void what_is_broken_is_told_and_changes_nothing() throws Exception {
        var before = shownCertificate();
        Files.writeString(settings, SETTINGS.replace("500", "1").replace("log.level", "log.levle"));
        refuseReload("log.levle");
        twoStrangers();

        Files.writeString(settings, SETTINGS.replace("500", "1"));
        var whole = Files.readString(certificate);
        Files.writeString(certificate, whole.substring(0, whole.length() / 2));
        refuseReload(certificate.toString());
        twoStrangers();
        assertThat(shownCertificate()).isEqualTo(before);

        Files.writeString(certificate, whole);
        Files.writeString(settings, SETTINGS);
        reload();
    }

    @Test
    void where_to_turn_to_about_a_domain_is_told_at_once() throws Exception {
        NodeProcess.kith(
                "domain", "set", "localhost", "abuse-contact=mailto:abuse@localhost,tel:+1", "--data", node.data());
        juliet.send("<iq type='get' id='info' to='localhost'>"
                + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>");
        assertThat(juliet.until("</iq>"))
                .contains("http://jabber.org/network/serverinfo", "abuse-addresses")
                .contains("<value>mailto:abuse@localhost</value>", "<value>tel:+1</value>");
    }

    @Test
    void domains_that_come_and_go_are_in_the_log() throws Exception {
        NodeProcess.kith("domain", "add", "mantua.example", "--data", node.data());
        until("serves it", () -> node.said().contains("Serving mantua.example"));
        NodeProcess.kith("domain", "remove", "mantua.example", "--data", node.data());
        until("serves it no more", () -> node.said().contains("Serving mantua.example no longer"));
    }

    private static X509Certificate shownCertificate() throws Exception {
        try (var socket = (SSLSocket) Anybody.trusted()
                .getSocketFactory()
                .createSocket("127.0.0.1", node.c2sTls().getPort())) {
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
