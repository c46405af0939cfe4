package io.kith.loadtest;

import io.kith.proto.sasl.ClientPassword;
import io.kith.proto.sasl.Password;
import io.kith.proto.stanza.Stanza;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Logs users in, a bounded number at a time, and keeps those who are online. User `n` is called
/// `load<n>` and has the password that all share.
final class Crowd {

    static final int LOGGING_IN_MAX = 100;

    /// So many addresses of the loopback are connected from in turn: one has too few ports for many short connections.
    private static final int SOURCE_ADDRESSES = 8;

    private static final Duration LOGIN = Duration.ofSeconds(60);

    /// How its users log in; what is costly to make is made once for all crowds of a run.
    static final class Terms {

        private final Target target;
        private final ClientPassword password;
        private final RandomGenerator random = RandomGenerator.of("SecureRandom");
        private final ClientTls.@Nullable Shared tls;

        Terms(Target target) {
            this.target = target;
            this.password = new ClientPassword(
                    Password.of(target.password).orElseThrow(() -> new IllegalArgumentException("not a password")));
            this.tls = target.tls ? new ClientTls.Shared() : null;
        }

        private VirtualUser user(int number, boolean handshakeOnly, BiConsumer<VirtualUser, Stanza> onStanza)
                throws IOException {
            return new VirtualUser(
                    name(number),
                    target.domain,
                    password,
                    random,
                    tls == null ? null : new ClientTls(tls),
                    handshakeOnly,
                    onStanza);
        }
    }

    private final Reactor reactor;
    private final Terms terms;
    private final List<VirtualUser> users = new ArrayList<>();

    Crowd(Reactor reactor, Terms terms) {
        this.reactor = reactor;
        this.terms = terms;
    }

    static String name(int number) {
        return "load" + number;
    }

    List<VirtualUser> users() {
        return users;
    }

    /// Brings the crowd to `count` users online, users `first` and following.
    void grow(int first, int count, BiConsumer<VirtualUser, Stanza> onStanza) throws IOException {
        var next = users.size();
        while (next < count) {
            var from = next;
            next = Math.min(count, next + LOGGING_IN_MAX);
            for (var number = from; number < next; number++) {
                connect(number, terms.user(first + number, false, onStanza));
            }
            var batch = users.subList(from, next);
            reactor.runUntil(
                    () -> settled(batch, VirtualUser.Stage.ONLINE), LOGIN, "logins of " + batch.size() + " users");
            nobodyIsLost(batch);
        }
    }

    /// Connects `count` users that do nothing more than their TLS handshake.
    void shakeHands(int count) throws IOException {
        for (var from = 0; from < count; from += LOGGING_IN_MAX) {
            for (var number = from; number < Math.min(count, from + LOGGING_IN_MAX); number++) {
                connect(number, terms.user(number, true, (_, _) -> {}));
            }
            var batch = users.subList(from, users.size());
            reactor.runUntil(
                    () -> settled(batch, VirtualUser.Stage.SECURED), LOGIN, "handshakes of " + batch.size() + " users");
            nobodyIsLost(batch);
        }
    }

    private void connect(int number, VirtualUser user) throws IOException {
        users.add(user);
        var source = InetAddress.getByName("127.0.1." + (1 + number % SOURCE_ADDRESSES));
        reactor.connect(user, terms.target.address(), new InetSocketAddress(source, 0));
    }

    private static void nobodyIsLost(List<VirtualUser> batch) {
        batch.stream()
                .filter(user -> user.stage() == VirtualUser.Stage.LOST)
                .findFirst()
                .ifPresent(user -> {
                    throw new IllegalStateException(user.name() + " was lost " + user.why());
                });
    }

    private static boolean settled(List<VirtualUser> batch, VirtualUser.Stage wanted) {
        for (var user : batch) {
            if (user.stage() != wanted && user.stage() != VirtualUser.Stage.LOST) {
                return false;
            }
        }
        return true;
    }

    /// Lets all connections go, without a word when the reactor is closed.
    void drop() {
        users.clear();
    }

    void leave() throws IOException {
        for (var user : users) {
            user.send("</stream:stream>");
        }
        reactor.runUntil(
                () -> users.stream().allMatch(user -> user.stage() == VirtualUser.Stage.LOST),
                LOGIN,
                "everybody leaves");
        users.clear();
    }
}
