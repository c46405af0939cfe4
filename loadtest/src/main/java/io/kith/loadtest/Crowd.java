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

/// Logs users in, a bounded number at a time, and keeps those who are online. User `n` is called `load<n>` and has the
/// password that all
/// share.
final class Crowd {

    static final int LOGGING_IN_MAX = 100;
    private static final int USERS_PER_SOURCE_ADDRESS = 20_000;
    private static final Duration LOGIN = Duration.ofSeconds(60);

    private final Reactor reactor;
    private final InetSocketAddress server;
    private final String domain;
    private final ClientPassword password;
    private final RandomGenerator random;
    private final List<VirtualUser> users = new ArrayList<>();

    Crowd(Reactor reactor, InetSocketAddress server, String domain, String password, RandomGenerator random) {
        this.reactor = reactor;
        this.server = server;
        this.domain = domain;
        this.password = new ClientPassword(
                Password.of(password).orElseThrow(() -> new IllegalArgumentException("not a password")));
        this.random = random;
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
                var user = new VirtualUser(name(first + number), domain, password, random, onStanza);
                users.add(user);
                var source = InetAddress.getByName("127.0.1." + (1 + number / USERS_PER_SOURCE_ADDRESS));
                reactor.connect(user, server, new InetSocketAddress(source, 0));
            }
            var batch = users.subList(from, next);
            reactor.runUntil(() -> settled(batch), LOGIN, "logins of " + batch.size() + " users");
            batch.stream()
                    .filter(user -> user.stage() == VirtualUser.Stage.LOST)
                    .findFirst()
                    .ifPresent(user -> {
                        throw new IllegalStateException(user.name() + " was lost " + user.why());
                    });
        }
    }

    private static boolean settled(List<VirtualUser> batch) {
        for (var user : batch) {
            if (user.stage() != VirtualUser.Stage.ONLINE && user.stage() != VirtualUser.Stage.LOST) {
                return false;
            }
        }
        return true;
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
