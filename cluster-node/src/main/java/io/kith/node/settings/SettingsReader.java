package io.kith.node.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.kith.proto.jid.Jid;
import io.kith.sharding.domain.RoomServiceSettings;
import io.kith.sharding.room.RoomLimits;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Turns layered text into checked settings, and collects what is wrong with it.
final class SettingsReader {

    private static final int PORT_MAX = 65_535;
    private static final int SECRET_CHARS_MIN = 16;
    private static final int LIMIT_MAX = 1_000_000_000;

    /// A room is one entity on one node, and knows all that are in it.
    private static final int ROOM_OCCUPANTS_MAX = 100_000;

    /// A room is stored as one cell, and copied when somebody gets another place in it.
    private static final int ROOM_AFFILIATIONS_MAX = 20_000;

    /// Smaller, and a message that a room takes by its size could never be said.
    private static final int ROOM_BYTES_MIN = RoomLimits.DEFAULT.messageBytesMax();

    /// Slower, and what one read of a socket brings would take longer than clients may be silent.
    private static final int BYTES_PER_SECOND_MIN = 16_384;

    /// As long as an owner keeps a parked session.
    private static final int RESUME_SECONDS_MAX = 3_600;

    private static final int PARTS_OF_CERTIFICATE = 3;

    private static final int HEAP_MIN = 128;
    private static final int HEAP_MAX = 31_000;

    /// What Cassandra takes unquoted.
    private static final Pattern KEYSPACE = Pattern.compile("[a-z][a-z0-9_]{0,47}");

    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private static final Pattern COPIES = Pattern.compile("[1-9]");

    private final Config config;
    private final List<String> problems;

    SettingsReader(Config config, List<String> problems) {
        this.config = config;
        this.problems = problems;
    }

    Settings settings() {
        var data = Path.of(text("data")).toAbsolutePath().normalize();
        var store = choice("store", Settings.Store.class);
        var cassandra = cassandra();
        ports();
        var akka = config.hasPath("akka") ? config.withOnlyPath("akka") : ConfigFactory.empty();
        return new Settings(
                domains(),
                filled("bind"),
                data,
                store,
                number("unstored-megabytes", 1, HEAP_MAX),
                choice("registration", Registration.class) == Registration.OPEN,
                toggle("allow-plaintext"),
                toggle("show-version"),
                new Settings.ClientPorts(port("c2s.port"), port("c2s.tls-port")),
                Duration.ofSeconds(number("c2s.resume-seconds", 0, RESUME_SECONDS_MAX)),
                port("admin.port"),
                tls(data),
                limits(),
                cassandra,
                cluster(),
                choice("log.level", Settings.LogLevel.class),
                akka);
    }

    private enum Registration {
        OPEN,
        CLOSED
    }

    private List<String> domains() {
        var names = texts("domains");
        if (names.isEmpty()) {
            wrong("domains", "names no domain");
        }
        var domains = names.stream().map(this::domain).distinct().toList();
        for (var domain : domains) {
            var rooms = RoomServiceSettings.PREFIX + domain;
            if (domains.contains(rooms)) {
                wrong("domains", "'" + rooms + "' can't be served beside '" + domain + "', whose rooms are there");
            }
        }
        return domains;
    }

    private String domain(String name) {
        var jid = Jid.tryParse(name);
        if (jid.isEmpty() || !jid.get().isDomain()) {
            wrong("domains", "'" + name + "' is no domain");
            return name;
        }
        return jid.get().domain();
    }

    private Settings.TlsFiles tls(Path data) {
        var cert = text("tls.cert");
        var key = text("tls.key");
        if (cert.isEmpty() != key.isEmpty()) {
            wrong(cert.isEmpty() ? "tls.cert" : "tls.key", "is missing: a certificate and its key go together");
        }
        return cert.isEmpty()
                ? new Settings.TlsFiles(data.resolve("tls-cert.pem"), data.resolve("tls-key.pem"), true, certificates())
                : new Settings.TlsFiles(
                        Path.of(cert).toAbsolutePath(), Path.of(key).toAbsolutePath(), false, certificates());
    }

    private List<Settings.TlsFiles.OfDomain> certificates() {
        var all = new ArrayList<Settings.TlsFiles.OfDomain>();
        for (var text : texts("tls.certificates")) {
            var parts = text.split(":", -1);
            var domain = Jid.tryParse(parts[0]).filter(Jid::isDomain);
            if (parts.length != PARTS_OF_CERTIFICATE || domain.isEmpty() || parts[1].isEmpty() || parts[2].isEmpty()) {
                wrong("tls.certificates", "'" + text + "' is not DOMAIN:CERTIFICATE:KEY");
            } else {
                all.add(new Settings.TlsFiles.OfDomain(
                        domain.get().domain(),
                        Path.of(parts[1]).toAbsolutePath(),
                        Path.of(parts[2]).toAbsolutePath()));
            }
        }
        return all;
    }

    /// Two that are the same would keep the node from listening on the second.
    private void ports() {
        var users = new HashMap<Integer, String>();
        for (var key : List.of("c2s.port", "c2s.tls-port", "admin.port", "cluster.port")) {
            var port = port(key);
            var other = port == 0 ? null : users.putIfAbsent(port, key);
            if (other != null) {
                wrong(key, port + " is that of " + other + " too");
            }
        }
    }

    private Settings.Limits limits() {
        return new Settings.Limits(
                toggle("limits.enabled"),
                speed("limits.session"),
                speed("limits.account"),
                speed("limits.node"),
                number("limits.new-recipients", 1, LIMIT_MAX),
                new Settings.Limits.Connections(
                        number("limits.connections", 1, LIMIT_MAX),
                        number("limits.half-open", 1, LIMIT_MAX),
                        number("limits.connections-per-address", 1, LIMIT_MAX),
                        number("limits.half-open-per-address", 1, LIMIT_MAX)),
                new Settings.Limits.Rooms(
                        number("limits.room-occupants", 1, ROOM_OCCUPANTS_MAX),
                        number("limits.room-affiliations", 1, ROOM_AFFILIATIONS_MAX),
                        number("limits.room-joins", 1, LIMIT_MAX),
                        number("limits.room-messages", 1, LIMIT_MAX),
                        number("limits.room-bytes", ROOM_BYTES_MIN, LIMIT_MAX),
                        number("limits.room-presences", 1, LIMIT_MAX),
                        number("limits.room-nick-changes", 1, LIMIT_MAX),
                        number("limits.room-invitations", 1, LIMIT_MAX),
                        number("limits.room-requests", 1, LIMIT_MAX),
                        number("limits.room-queries", 1, LIMIT_MAX),
                        number("limits.room-creations", 1, LIMIT_MAX),
                        number("limits.room-changes", 1, LIMIT_MAX)));
    }

    private Settings.Limits.Speed speed(String of) {
        return new Settings.Limits.Speed(
                number(of + "-stanzas", 1, LIMIT_MAX), number(of + "-bytes", BYTES_PER_SECOND_MIN, LIMIT_MAX));
    }

    private Settings.Cassandra cassandra() {
        var keyspace = text("cassandra.keyspace");
        if (!KEYSPACE.matcher(keyspace).matches()) {
            wrong("cassandra.keyspace", "'" + keyspace + "' is no name of small letters, digits and _, 48 at most");
        }
        var heap = number("cassandra.heap-megabytes", HEAP_MIN, HEAP_MAX);
        return new Settings.Cassandra(
                addresses("cassandra.contact-points"),
                filled("cassandra.data-centre"),
                text("cassandra.username"),
                text("cassandra.password"),
                toggle("cassandra.tls"),
                keyspace,
                replication(),
                heap);
    }

    private Map<String, Integer> replication() {
        var key = "cassandra.replication";
        var copies = new HashMap<String, Integer>();
        for (var entry : texts(key)) {
            var colon = entry.lastIndexOf(':');
            if (colon < 1 || !COPIES.matcher(entry.substring(colon + 1)).matches()) {
                wrong(key, "'" + entry + "' is not DATA-CENTRE:COPIES");
            } else {
                copies.put(entry.substring(0, colon), Integer.parseInt(entry.substring(colon + 1)));
            }
        }
        return copies.isEmpty() ? Map.of(text("cassandra.data-centre"), 1) : copies;
    }

    private Settings.Cluster cluster() {
        var seeds = addresses("cluster.seed-nodes");
        var secret = text("cluster.secret");
        if (!secret.isEmpty() && secret.length() < SECRET_CHARS_MIN) {
            wrong("cluster.secret", "is shorter than " + SECRET_CHARS_MIN + " characters");
        }
        if (!seeds.isEmpty() && secret.isEmpty()) {
            wrong("cluster.secret", "is missing: a node that joins others must know their secret");
        }
        var host = filled("cluster.host");
        var tls = clusterTls();
        if (tls.isEmpty() && !isLoopback(host) && !toggle("cluster.insecure") && !isOverTlsAnyhow()) {
            wrong(
                    "cluster.host",
                    "'" + host + "' is not the loopback: set cluster.tls.cert, cluster.tls.key and cluster.tls.ca, or"
                            + " cluster.insecure = on where nobody else reaches the port");
        }
        return new Settings.Cluster(host, port("cluster.port"), seeds, secret, tls);
    }

    private Optional<Settings.MutualTls> clusterTls() {
        var files = new HashMap<String, String>();
        for (var key : List.of("cluster.tls.cert", "cluster.tls.key", "cluster.tls.ca")) {
            files.put(key, text(key));
        }
        if (files.values().stream().allMatch(String::isEmpty)) {
            return Optional.empty();
        }
        files.forEach((key, file) -> {
            if (file.isEmpty()) {
                wrong(key, "is missing: a certificate, its key and who signed it go together");
            } else if (!Files.isReadable(Path.of(file))) {
                wrong(key, "'" + file + "' can't be read");
            }
        });
        return Optional.of(new Settings.MutualTls(
                Path.of(text("cluster.tls.cert")).toAbsolutePath(),
                Path.of(text("cluster.tls.key")).toAbsolutePath(),
                Path.of(text("cluster.tls.ca")).toAbsolutePath()));
    }

    /// By its text alone: what a name stands for may change.
    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || LOOPBACK.matcher(host).matches()
                || host.equals("::1")
                || host.equals("[::1]");
    }

    /// Whether the operator has set up Akka's own way.
    private boolean isOverTlsAnyhow() {
        var transport = "akka.remote.artery.transport";
        return config.hasPath(transport) && config.getString(transport).equals("tls-tcp");
    }

    private List<InetSocketAddress> addresses(String key) {
        return texts(key).stream()
                .map(address -> address(key, address))
                .filter(Objects::nonNull)
                .toList();
    }

    private InetSocketAddress address(String key, String address) {
        var colon = address.lastIndexOf(':');
        var digits = address.substring(colon + 1);
        if (colon < 1 || !digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > PORT_MAX) {
            wrong(key, "'" + address + "' is not HOST:PORT");
            return InetSocketAddress.createUnresolved("unknown", 0);
        }
        return InetSocketAddress.createUnresolved(address.substring(0, colon), Integer.parseInt(digits));
    }

    private int port(String key) {
        return number(key, 0, PORT_MAX);
    }

    private int number(String key, int min, int max) {
        var number = read(key, config::getInt, min, "a number");
        if (number < min || number > max) {
            wrong(key, number + " is not between " + min + " and " + max);
        }
        return number;
    }

    private boolean toggle(String key) {
        return read(key, config::getBoolean, false, "`on` or `off`");
    }

    private <E extends Enum<E>> E choice(String key, Class<E> type) {
        var word = text(key);
        var all = type.getEnumConstants();
        for (var one : all) {
            if (one.name().equalsIgnoreCase(word)) {
                return one;
            }
        }
        wrong(
                key,
                "'" + word + "' is not one of "
                        + Arrays.stream(all)
                                .map(one -> one.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
        return all[0];
    }

    private String filled(String key) {
        var text = text(key);
        if (text.isBlank()) {
            wrong(key, "is empty");
        }
        return text;
    }

    private String text(String key) {
        return read(key, config::getString, "", "a text");
    }

    private List<String> texts(String key) {
        return read(key, config::getStringList, List.of(), "a list");
    }

    private <T> T read(String key, Function<String, T> get, T fallback, String wanted) {
        try {
            return get.apply(key);
        } catch (ConfigException.WrongType | ConfigException.BadValue e) {
            wrong(key, "is not " + wanted);
            return fallback;
        } catch (ConfigException.Missing e) {
            wrong(key, "is null");
            return fallback;
        }
    }

    private void wrong(String key, String what) {
        var problem = key + ": " + what + " (from " + origin(key) + ")";
        if (!problems.contains(problem)) { // what is read for itself and for what it has to agree with
            problems.add(problem);
        }
    }

    private String origin(String key) {
        if (!config.hasPath(key)) {
            return "the defaults";
        }
        var origin = config.getValue(key).origin();
        var defaults = KnownSettings.defaults();
        return defaults.hasPath(key) && defaults.getValue(key).origin().equals(origin)
                ? "the defaults"
                : origin.description();
    }
}
