package io.kith.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.actor.typed.javadsl.Adapter;
import ch.qos.logback.classic.Level;
import io.kith.node.admin.AdminFiles;
import io.kith.node.admin.Administration;
import io.kith.node.admin.Refusal;
import io.kith.node.admin.RemoteAdministration;
import io.kith.node.admin.RoomAdministration;
import io.kith.node.settings.Settings;
import io.kith.node.settings.SettingsSource;
import io.kith.persistence.Stores;
import io.kith.sharding.log.Heard;
import io.kith.sharding.room.RoomReport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeTest {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path data;

    private static Node node;

    @BeforeAll
    static void start() throws IOException {
        node = Node.start(settings(data), Stores.inMemory(new Random(1), CLOCK), CLOCK);
    }

    @AfterAll
    static void stop() {
        node.close();
        assertThat(data.resolve("admin.url")).doesNotExist();
    }

    private static Settings settings(Path data) {
        return SettingsSource.of(options(data)).read();
    }

    private static Map<String, List<String>> options(Path data) {
        return Map.of(
                "data", List.of(data.toString()),
                "domains", List.of("localhost", "verona.example"),
                "store", List.of("memory"),
                "cluster.secret", List.of("a secret of this test"),
                "c2s.port", List.of("0"),
                "c2s.tls-port", List.of("0"),
                "admin.port", List.of("0"));
    }

    private static <T> T done(CompletionStage<T> stage)
            throws ExecutionException, InterruptedException, TimeoutException {
        return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static RemoteAdministration operator() throws IOException {
        var files = new AdminFiles(data);
        return new RemoteAdministration(files.published().orElseThrow(), files.token(new SecureRandom()));
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.adminPort() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void an_operator_makes_lists_disables_and_deletes_an_account() throws Exception {
        try (var operator = operator()) {
            assertThat(done(operator.where())).isEqualTo("127.0.0.1 port " + node.port());
            done(operator.addUser("Juliet@verona.example", "parting"));
            assertThat(done(operator.users("verona.example", "")).users())
                    .extracting(Administration.User::user, Administration.User::status)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("juliet@verona.example", "active"));

            done(operator.disableUser("juliet@verona.example"));
            assertThat(done(operator.users("verona.example", "")).users())
                    .extracting(Administration.User::status)
                    .containsExactly("disabled");

            done(operator.enableUser("juliet@verona.example"));
            done(operator.setPassword("juliet@verona.example", "sorrow"));
            done(operator.kickUser("juliet@verona.example"));
            done(operator.deleteUser("juliet@verona.example"));
            assertThat(done(operator.users("verona.example", "")).users()).isEmpty();
        }
    }

    @Test
    void what_cannot_be_done_is_refused_in_the_words_of_the_node() throws Exception {
        try (var operator = operator()) {
            done(operator.addUser("romeo@localhost", "x"));
            assertRefused(operator.addUser("romeo@localhost", "x"), Refusal.Reason.CONFLICT, "exists already");
            assertRefused(operator.addUser("romeo@elsewhere", "x"), Refusal.Reason.UNKNOWN, "not served here");
            assertRefused(operator.addUser("romeo", "x"), Refusal.Reason.INVALID, "'romeo' is no account");
            assertRefused(operator.addUser("nurse@localhost", ""), Refusal.Reason.INVALID, "password");
            assertRefused(operator.kickUser("nobody@localhost"), Refusal.Reason.UNKNOWN, "no account nobody@localhost");
        }
    }

    private static void assertRefused(CompletionStage<?> answer, Refusal.Reason reason, String words) {
        assertThatThrownBy(() -> done(answer))
                .cause()
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason))
                .hasMessageContaining(words);
    }

    @Test
    void each_setting_of_a_domain_is_set_alone_and_what_cannot_be_set_is_named() throws Exception {
        try (var operator = operator()) {
            done(operator.addDomain("mantua.example"));
            done(operator.setDomain("mantua.example", Map.of("registration", "open")));
            done(operator.setDomain(
                    "mantua.example",
                    Map.of("abuse-contact", "mailto:abuse@mantua.example, tel:1", "status-contact", "tel:2")));
            done(operator.setDomain("mantua.example", Map.of("status-contact", "")));
            assertSettingsOfMantua(
                    operator,
                    Map.of(
                            "registration",
                            "open",
                            "abuse-contact",
                            "mailto:abuse@mantua.example,tel:1",
                            "rooms",
                            "conference.mantua.example",
                            "room-creation",
                            "all"));

            assertRefused(
                    operator.setDomain("mantua.example", Map.of("abuse", "x")),
                    Refusal.Reason.INVALID,
                    "'abuse' is no setting of a domain; there are registration, rooms, room-creation, room-admins,");
            assertRefused(
                    operator.setDomain("mantua.example", Map.of("abuse-contact", "nurse@mantua.example")),
                    Refusal.Reason.INVALID,
                    "abuse-contact: not a URI with a scheme");
            assertRefused(
                    operator.setDomain("mantua.example", Map.of("sales-contact", "tel:3,".repeat(19))),
                    Refusal.Reason.CONFLICT,
                    "at most 20 contacts");
            assertRefused(
                    operator.setDomain("mantua.example", Map.of("room-admins", "nobody@localhost")),
                    Refusal.Reason.UNKNOWN,
                    "there is no account nobody@localhost");
            assertRefused(
                    operator.setDomain("padua.example", Map.of("registration", "open")),
                    Refusal.Reason.UNKNOWN,
                    "not served here");
            done(operator.removeDomain("mantua.example"));
        }
    }

    @Test
    void an_operator_makes_a_room_rules_it_and_reads_back_who_did_what() throws Exception {
        try (var operator = operator()) {
            var rooms = operator.rooms();
            var garden = "garden@conference.localhost";
            assertRefused(
                    rooms.create(garden, "juliet@localhost", Map.of()), Refusal.Reason.UNKNOWN, "there is no account");
            done(operator.addUser("juliet@localhost", "x"));
            assertRefused(rooms.list("", ""), Refusal.Reason.INVALID, "`domain` is missing");
            done(rooms.create(garden, "juliet@localhost", Map.of("roomname", "Garden", "publicroom", "0")));
            assertThat(done(rooms.list("localhost", "")).rooms())
                    .containsExactly(new RoomAdministration.ListedRoom(garden, "Garden", "", false));
            assertThat(done(rooms.show(garden)).options())
                    .containsEntry("roomname", "Garden")
                    .containsEntry("whois", "moderators")
                    .doesNotContainKey("roomsecret");
            assertThat(done(rooms.show(garden)).changed())
                    .containsExactlyInAnyOrder("roomname", "publicroom", "persistentroom");

            assertRefused(rooms.affiliate(garden, Map.of(), ""), Refusal.Reason.INVALID, "1 to 200");
            done(rooms.affiliate(garden, Map.of("romeo@localhost", "outcast"), "a Montague & more"));
            assertThat(done(rooms.affiliations(garden, "")).users())
                    .extracting(RoomReport.Affiliated::jid, RoomReport.Affiliated::affiliation)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("juliet@localhost", "owner"),
                            org.assertj.core.groups.Tuple.tuple("romeo@localhost", "outcast"));
            assertRefused(rooms.create(garden, "juliet@localhost", Map.of()), Refusal.Reason.CONFLICT, "exists");
            assertRefused(rooms.kick(garden, "romeo", ""), Refusal.Reason.UNKNOWN, "nobody is in");
            assertRefused(rooms.show("tomb@conference.localhost"), Refusal.Reason.UNKNOWN, "there is no room");
            assertRefused(
                    rooms.history("tomb@conference.localhost", 0), Refusal.Reason.UNKNOWN, "there never was a room");
            assertRefused(rooms.show("tomb@localhost"), Refusal.Reason.UNKNOWN, "no rooms at localhost");

            done(rooms.destroy(garden, "enough", ""));
            assertRefused(rooms.show(garden), Refusal.Reason.UNKNOWN, "there is no room");
            assertThat(done(rooms.history(garden, 0)).happenings())
                    .extracting(happening -> happening.number() + " " + happening.by() + " " + happening.what())
                    .containsExactly(
                            "1 operator created it for juliet@localhost: persistentroom=1 publicroom=0 roomname=Garden",
                            "2 operator made romeo@localhost outcast: a Montague & more",
                            "3 operator destroyed it: enough");
            assertThat(done(rooms.history(garden, 2)).happenings()).hasSize(1);
        }
    }

    @Test
    void a_room_is_told_of_in_the_log_from_its_beginning_to_its_end() throws Exception {
        var vault = "vault@conference.localhost";
        try (var operator = operator();
                var heard = new Heard(Level.DEBUG)) {
            done(operator.addUser("paris@localhost", "x"));
            done(operator.rooms().create(vault, "paris@localhost", Map.of()));
            done(operator.rooms().destroy(vault, "a secret reason", ""));

            assertThat(heard.lines())
                    .containsSubsequence(
                            "DEBUG " + vault + " - begins; there is no such room yet",
                            "DEBUG " + vault + " - is made by operator",
                            "DEBUG " + vault + " - is destroyed by operator")
                    .noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void settings_that_cannot_be_read_again_are_told_in_words_and_are_no_failure_of_the_node() throws Exception {
        var certificate = data.resolve("tls-cert.pem");
        var whole = Files.readString(certificate);
        Files.writeString(certificate, whole.substring(0, whole.length() / 2));
        try (var operator = operator();
                var heard = new Heard(Level.WARN)) {
            assertRefused(
                    operator.reload(),
                    Refusal.Reason.CONFLICT,
                    "The settings could not be read again, and stay: " + certificate);
            assertThat(heard.lines()).isEmpty();
        } finally {
            Files.writeString(certificate, whole);
        }
    }

    private static void assertSettingsOfMantua(RemoteAdministration operator, Map<String, String> settings)
            throws Exception {
        assertThat(done(operator.domains())).contains(new Administration.HostedDomain("mantua.example", settings));
    }

    @Test
    void without_the_token_there_is_health_and_there_are_metrics_and_nothing_else() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body()).contains("\"ready\":\"yes\"", "\"domains\":\"localhost");
        assertThat(get("/metrics").body()).contains("jvm_memory_used_bytes");
        assertThat(get("/users?domain=localhost").statusCode()).isEqualTo(401);
        assertThat(get("/users?domain=localhost", "Authorization", "Bearer guess")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get("/nothing").statusCode()).isEqualTo(401);
    }

    @Test
    void what_cannot_be_read_is_not_repeated_in_the_log() throws Exception {
        try (var heard = new Heard("akka", Level.DEBUG)) {
            assertThat(get("/users?domain=localhost", "Authorization", "Bearer \"a-token\"")
                            .statusCode())
                    .isEqualTo(401);
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.adminPort())) {
                socket.getOutputStream().write("GET /%zz?a-reason HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
                        .isEqualTo("HTTP/1.1 400");
            }
            Adapter.toClassic(node.system()).log().info("that was all"); // by the way of Akka's own

            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (heard.lines().stream().noneMatch(line -> line.endsWith("that was all"))) {
                assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
                Thread.onSpinWait();
            }
            assertThat(heard.lines()).noneMatch(line -> line.contains("a-token") || line.contains("a-reason"));
        }
    }

    @Test
    void every_number_that_the_operations_page_lists_is_shown_and_no_other_of_kiths_own() throws Exception {
        try (var operator = operator()) {
            done(operator.users("localhost", "")); // the store has been asked something
        }
        var shown = get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("# TYPE kith_"))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        var page = Files.readString(Path.of("..", "docs", "operations.md"));
        var listed = Pattern.compile("^\\| `(kith_[a-z_]+)", Pattern.MULTILINE)
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(listed);
        assertThat(get("/metrics").body())
                .contains("kith_link_gaps_total{link=\"edge-owner\"}")
                .contains("kith_link_gaps_total{link=\"owner-edge\"}")
                .contains("kith_link_gaps_total{link=\"owner-owner\"}")
                .contains("kith_link_gaps_total{link=\"publisher-hub\"}")
                .contains("kith_link_gaps_total{link=\"room-relay\"}")
                .contains("kith_rooms_refused_total{limit=\"nick-changes\"} 0.0")
                .contains("kith_rooms_refused_total{limit=\"occupants\"} 0.0")
                .contains("kith_feature_failures_total{xep=\"XEP-0012\"} 0.0")
                .contains("kith_store_inflight{work=\"delivery\"} 0.0")
                .contains("kith_logins_failed_total{reason=\"not-authorized\"} 0.0")
                .contains("kith_logins_failed_total{reason=\"throttled\"} 0.0")
                .contains("kith_stanzas_received_total{kind=\"message\"}")
                .contains("kith_stanzas_sent_total{kind=\"message\"}");
    }

    @Test
    void a_node_that_joins_another_and_leaves_again_is_neither_missed_nor_waited_for(@TempDir Path elsewhere)
            throws Exception {
        var stores = Stores.inMemory(new Random(2), CLOCK);
        var options = new HashMap<>(options(elsewhere));
        options.put(
                "cluster.seed-nodes",
                List.of("127.0.0.1:" + node.clusterAddress().getPort()));
        try (var heard = new Heard(Level.INFO)) {
            String name;
            try (var second = Node.start(SettingsSource.of(options).read(), stores, CLOCK)) {
                assertThat(second.port()).isNotEqualTo(node.port());
                assertThat(node.members()).hasSize(2).isEqualTo(second.members());
                name = "127.0.0.1:" + second.clusterAddress().getPort();
            }
            assertThat(said(heard, "Node " + name + " .*")).isEqualTo("INFO  - Node " + name + " has left");
        }
        assertThat(node.members()).hasSize(1);
    }

    /// The first line of this kind.
    private static String said(Heard heard, String pattern) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var found = heard.lines().stream()
                    .filter(line -> line.matches(".* - " + pattern))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            assertThat(System.nanoTime()).as("nobody says '%s'", pattern).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }

    @Test
    void a_node_whose_domain_is_the_place_of_the_rooms_of_another_says_so_and_does_not_start(@TempDir Path elsewhere) {
        var options = new HashMap<>(options(elsewhere));
        options.put(
                "cluster.seed-nodes",
                List.of("127.0.0.1:" + node.clusterAddress().getPort()));
        options.put("domains", List.of("conference.verona.example"));
        try (var heard = new Heard(Level.INFO)) {
            assertThatThrownBy(() ->
                            Node.start(SettingsSource.of(options).read(), Stores.inMemory(new Random(2), CLOCK), CLOCK))
                    .isInstanceOf(IOException.class)
                    .hasMessage("can't register the domain conference.verona.example")
                    .cause()
                    .hasMessage("that name is served already, for accounts or for rooms of another domain");
            // It was a member already, and looks to the other like one that is stopped.
            var other = "Node (?!127.0.0.1:" + node.clusterAddress().getPort() + ").*";
            assertThat(said(heard, other)).endsWith(" has left");
        }
    }

    @Test
    void a_node_that_its_cluster_gives_up_says_so_and_leaves_nothing_behind(@TempDir Path elsewhere) throws Exception {
        var settings = SettingsSource.of(options(elsewhere)).read();
        try (var alone = Node.start(settings, Stores.inMemory(new Random(2), CLOCK), CLOCK)) {
            var givenUp = alone.givenUp().toCompletableFuture();
            assertThat(givenUp).isNotDone();
            alone.beGivenUp();
            givenUp.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(elsewhere.resolve("admin.url")).doesNotExist();
    }

    @Test
    void a_node_that_is_closed_is_not_ready_any_more_and_was_not_given_up(@TempDir Path elsewhere) throws Exception {
        var settings = SettingsSource.of(options(elsewhere)).read();
        var alone = Node.start(settings, Stores.inMemory(new Random(2), CLOCK), CLOCK);
        var givenUp = alone.givenUp().toCompletableFuture();
        assertThat(alone.troubles()).isEmpty();
        alone.close();
        assertThat(alone.troubles()).containsOnlyKeys("clients");
        assertThat(givenUp).isNotDone();
    }

    @Test
    void the_token_can_be_read_by_its_owner_only() throws IOException {
        assertThat(Files.getPosixFilePermissions(data.resolve("admin.token")))
                .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }
}
