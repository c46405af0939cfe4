package io.kith.node.transcript;

import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Plays one [Transcript] on a [Stage]. Clients without a place of their own are spread over the nodes in turn, so that
/// the same file proves a feature on one system and across three.
final class TranscriptRunner implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("\\{([a-zA-Z0-9_]+)(?:/([^}]+))?}");

    /// How often a roster is asked for until two are friends.
    private static final int ROUNDS_MAX = 500;

    private final Transcript transcript;
    private final Stage stage;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final Map<String, String> kept = new HashMap<>();
    private final Map<String, Client> dropped = new HashMap<>();
    private int barriers;
    private int connected;

    TranscriptRunner(Transcript transcript, Stage stage) {
        this.transcript = transcript;
        this.stage = stage;
        kept.put("domain", stage.domain());
    }

    void play() {
        var steps = transcript.steps();
        for (var at = 0; at < steps.size(); at++) {
            var step = steps.get(at);
            try {
                if (step instanceof Step.Receives receives && receives.anyOrder()) {
                    at += receiveInAnyOrder(steps.subList(at, steps.size())) - 1;
                } else {
                    play(step);
                }
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        transcript.name() + ":" + step.line() + ": " + step + "\n  " + failure.getMessage(), failure);
            }
        }
        quiet();
    }

    private void play(Step step) {
        switch (step) {
            case Step.Accounts accounts -> accounts.names().forEach(this::add);
            case Step.Friends friends -> befriend(friends.one(), friends.other());
            case Step.Connects connects -> connect(connects);
            case Step.Disconnects disconnects -> {
                client(disconnects.client()).disconnect();
                clients.remove(disconnects.client());
            }
            case Step.Drops drops -> {
                var client = client(drops.client());
                client.drop();
                clients.remove(drops.client());
                dropped.put(drops.client(), client);
                awaitLoss();
            }
            case Step.Returns returns -> {
                var before = Objects.requireNonNull(dropped.remove(returns.client()), "never dropped");
                var node = connected++ % stage.nodes() + 1;
                clients.put(
                        returns.client(),
                        Client.authenticate(stage.listener(node), stage.domain(), account(returns.client()))
                                .after(before)
                                .acknowledging());
            }
            case Step.Sets sets -> {
                var filled = new HashMap<String, String>();
                sets.settings().forEach((name, value) -> filled.put(name, fill(value)));
                stage.set(filled);
            }
            case Step.Sends sends -> client(sends.client()).send(fill(sends.xml()));
            case Step.Receives receives -> receive(receives);
            case Step.Closed closed -> {
                client(closed.client()).waitForEnd();
                clients.remove(closed.client());
            }
            case Step.Quiet _ -> quiet();
            case Step.Clock clock -> stage.advance(clock.jump());
            case Step.Stands _ -> stage.stand(true);
        }
    }

    private void add(String name) {
        stage.account(name);
        kept.put(name, name + "@" + stage.domain());
    }

    private void connect(Step.Connects connects) {
        var node = connects.node() == 0 ? connected++ % stage.nodes() + 1 : Math.min(connects.node(), stage.nodes());
        var account = account(connects.client());
        var client = Client.connect(stage.listener(node), stage.domain(), account, connects.resource())
                .acknowledging();
        clients.put(connects.client(), client);
        kept.put(account + "/" + connects.resource(), client.fullJid());
    }

    /// A user may have several clients: juliet, juliet2.
    private static String account(String client) {
        return client.replaceAll("\\d+$", "");
    }

    private void befriend(String one, String other) {
        try (var first = Client.connect(stage.listener(1), stage.domain(), one, "befriending");
                var second = Client.connect(stage.listener(1), stage.domain(), other, "befriending")) {
            subscribe(first, second);
            subscribe(second, first);
            first.disconnect();
            second.disconnect();
        }
    }

    /// The roster of `watcher` says when it is done: its item's subscription, asked for until it is there.
    private void subscribe(Client watcher, Client contact) {
        contact.send("<presence type='subscribed' to='" + bare(watcher) + "'/>");
        barrier(List.of(contact));
        barrier(List.of(contact, watcher));
        watcher.send("<presence type='subscribe' to='" + bare(contact) + "'/>");
        var rounds = 0;
        while (!isSubscribed(watcher, bare(contact))) {
            if (++rounds > ROUNDS_MAX) {
                throw new AssertionError(watcher.name() + " is not subscribed to " + contact.name());
            }
            barrier(List.of(watcher, contact));
        }
    }

    private boolean isSubscribed(Client watcher, String contact) {
        var id = Client.BARRIER + ++barriers;
        watcher.send("<iq type='get' id='" + id + "'><query xmlns='jabber:iq:roster'/></iq>");
        return watcher.waitFor(id).child("query", "jabber:iq:roster").stream()
                .flatMap(query -> query.children().stream())
                .filter(item -> item.attributeOr("jid", "").equals(contact))
                .anyMatch(item -> List.of("to", "both").contains(item.attributeOr("subscription", "")));
    }

    private static String bare(Client client) {
        return client.fullJid().substring(0, client.fullJid().indexOf('/'));
    }

    private void receive(Step.Receives receives) {
        var expected = Element.parse(fill(receives.xml()));
        var actual = client(receives.client()).next();
        new Expectation(kept).difference(expected, actual).ifPresent(difference -> {
            throw new AssertionError(
                    difference + "\n  expected " + expected.toXml() + "\n  came     " + actual.toXml());
        });
    }

    /// Takes all neighbouring lines with `~<`, whoever receives, and says how many these were.
    private int receiveInAnyOrder(List<Step> rest) {
        var waiting = new ArrayList<Step.Receives>();
        for (var step : rest) {
            if (!(step instanceof Step.Receives receives) || !receives.anyOrder()) {
                break;
            }
            waiting.add(receives);
        }
        var count = waiting.size();
        while (!waiting.isEmpty()) {
            var name = waiting.getFirst().client();
            var actual = client(name).next();
            var differences = new StringBuilder();
            var match = waiting.stream()
                    .filter(line -> line.client().equals(name))
                    .filter(line -> {
                        Optional<String> difference =
                                new Expectation(kept).difference(Element.parse(fill(line.xml())), actual);
                        difference.ifPresent(text -> differences
                                .append("\n    ")
                                .append(line.line())
                                .append(": ")
                                .append(text));
                        return difference.isEmpty();
                    })
                    .findFirst();
            waiting.remove(match.orElseThrow(
                    () -> new AssertionError(name + " expected none of these: " + actual.toXml() + differences)));
        }
        return count;
    }

    /// Until its node knows that a client is gone, what is said to it goes nowhere.
    private void awaitLoss() {
        var deadline = System.nanoTime() + Client.PATIENCE.toNanos();
        while (stage.connections() > clients.size()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(stage.connections() + " connections, and " + clients.size() + " clients");
            }
            LockSupport.parkNanos(1_000_000); // a socket tells nobody else when it is gone
        }
    }

    /// Two rounds, because what a client receives may have made its owner answer.
    private void quiet() {
        var all = List.copyOf(clients.values());
        for (var round = 0; round < 2; round++) {
            barrier(all);
            stage.settle();
        }
        barrier(all);
        for (var client : all) {
            var more = client.unexpected();
            if (more != null) {
                throw new AssertionError(client.name() + " received what no line expects: " + more.toXml());
            }
        }
    }

    /// Each client pings its server and each other client, and has all answers: whatever was sent before on these ways
    /// has arrived.
    private void barrier(List<Client> all) {
        for (var from : all) {
            var id = Client.BARRIER + ++barriers;
            from.send("<iq type='get' id='" + id + "' to='" + stage.domain() + "'><ping xmlns='urn:xmpp:ping'/></iq>");
            from.waitFor(id);
            for (var to : all) {
                if (to != from) {
                    var across = Client.BARRIER + ++barriers;
                    from.send("<iq type='get' id='" + across + "' to='" + to.fullJid()
                            + "'><ping xmlns='urn:xmpp:ping'/></iq>");
                    from.waitFor(across);
                }
            }
        }
    }

    private Client client(String name) {
        var client = clients.get(name);
        if (client == null) {
            throw new AssertionError(name + " is not connected");
        }
        return client;
    }

    private String fill(String text) {
        return NAME.matcher(text).replaceAll(match -> {
            var key = match.group(2) == null ? match.group(1) : match.group(1) + "/" + match.group(2);
            var value = kept.get(key);
            return Matcher.quoteReplacement(value == null ? match.group() : value);
        });
    }

    @Override
    public void close() {
        stage.stand(false);
        clients.values().forEach(Client::close);
    }
}
