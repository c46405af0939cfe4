package io.kith.node.transcript;

import io.kith.proto.xml.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// Plays a draft of a transcript, which says only what clients do, and writes what they received into it, to be judged
/// against the standard by whoever writes it: `java … Recorder DRAFT…` prints each.
///
/// Ids that the server makes become names where they come first, so that the transcript says where they come again.
final class Recorder {

    /// After as long without a word nothing more is expected.
    private static final Duration SILENCE = Duration.ofMillis(300);

    private final NodesStage stage;
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final Map<String, String> known = new LinkedHashMap<>();
    private final Map<String, Integer> named = new HashMap<>();
    private final StringBuilder written = new StringBuilder();

    private Recorder(NodesStage stage) {
        this.stage = stage;
        known.put(stage.domain(), "domain");
    }

    public static void main(String[] drafts) throws IOException {
        try (var stage = NodesStage.of(1)) {
            for (var draft : drafts) {
                var text = Files.readString(Path.of(draft));
                System.out.println("==== " + draft + "\n" + new Recorder(stage.next()).record(text));
            }
        }
    }

    private String record(String draft) {
        try {
            for (var part : draft.split("\n(?=\\S)")) {
                step(part.stripTrailing());
            }
        } catch (AssertionError | RuntimeException failure) {
            written.append("!!! ").append(failure).append('\n');
        }
        clients.values().forEach(Client::close);
        return written.toString();
    }

    private void step(String part) {
        if (part.matches("(?s)\\S+\\s+~?<.*")) {
            return; // recorded anew
        }
        written.append(part).append('\n');
        if (part.startsWith("#")) {
            return;
        }
        for (var step : Transcript.parse("draft", part).steps()) {
            carryOut(step);
        }
    }

    private void carryOut(Step step) {
        switch (step) {
            case Step.Accounts accounts ->
                accounts.names().forEach(name -> {
                    stage.account(name);
                    known.put(name + "@" + stage.domain(), name);
                });
            case Step.Connects connects -> {
                var account = connects.client().replaceAll("\\d+$", "");
                var client = Client.connect(stage.listener(1), stage.domain(), account, connects.resource());
                clients.put(connects.client(), client);
                known.put(client.fullJid(), account + "/" + connects.resource());
            }
            case Step.Sets sets -> {
                var filled = new HashMap<String, String>();
                sets.settings().forEach((name, value) -> filled.put(name, filled(value)));
                stage.set(filled);
                write();
            }
            case Step.Sends sends -> {
                client(sends.client()).send(filled(sends.xml()));
                write();
            }
            case Step.Drops drops -> {
                client(drops.client()).drop();
                clients.remove(drops.client());
                write();
            }
            case Step.Disconnects disconnects -> {
                client(disconnects.client()).disconnect();
                clients.remove(disconnects.client());
                write();
            }
            case Step.Clock clock -> stage.advance(clock.jump());
            case Step.Stands _ -> stage.stand(true);
            case Step.Quiet _ -> write();
            case Step.Receives _, Step.Closed _, Step.Returns _, Step.Friends _ ->
                throw new IllegalArgumentException(step.toString());
        }
    }

    private Client client(String name) {
        var client = clients.get(name);
        if (client == null) {
            throw new IllegalArgumentException(name + " is not connected");
        }
        return client;
    }

    private void write() {
        var came = new LinkedHashMap<String, List<Element>>();
        for (var silent = false; !silent; ) {
            silent = true;
            LockSupport.parkNanos(SILENCE.toNanos()); // real servers have no other clock
            for (var entry : clients.entrySet()) {
                for (var next = entry.getValue().arrived();
                        next != null;
                        next = entry.getValue().arrived()) {
                    came.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>()).add(next);
                    silent = false;
                }
            }
        }
        came.forEach((name, elements) -> {
            var relayed = elements.stream().filter(Recorder::isRelayed).count();
            var arrow = relayed == 0 || relayed == elements.size() ? " < " : " ~< ";
            elements.forEach(element ->
                    written.append(name).append(arrow).append(rendered(element)).append('\n'));
        });
    }

    /// What goes to all occupants takes another way than what goes to one.
    private static boolean isRelayed(Element element) {
        var type = element.attributeOr("type", "");
        return !element.name().equals("iq")
                && !type.equals("error")
                && !type.equals("chat")
                && element.children().stream()
                        .flatMap(child -> child.children().stream())
                        .noneMatch(child ->
                                child.name().equals("invite") || child.name().equals("decline"));
    }

    private String rendered(Element element) {
        var text = rendered(element, "jabber:client");
        return text.length() > 110 ? text.replaceFirst("><(?!/)", ">\n          <") : text;
    }

    private String rendered(Element element, String outer) {
        var text = new StringBuilder("<").append(element.name());
        if (!element.namespace().equals(outer) && !element.namespace().isEmpty()) {
            text.append(" xmlns=\"").append(element.namespace()).append('"');
        }
        element.attributes()
                .forEach((name, value) -> text.append(' ')
                        .append(name)
                        .append("=\"")
                        .append(value(element, name, value))
                        .append('"'));
        var namespace = element.namespace().isEmpty() ? outer : element.namespace();
        if (element.children().isEmpty() && element.text().isEmpty()) {
            return text.append("/>").toString();
        }
        text.append('>').append(replaced(escaped(element.text())));
        element.children().forEach(child -> text.append(rendered(child, namespace)));
        return text.append("</").append(element.name()).append('>').toString();
    }

    private String value(Element element, String name, String value) {
        if (name.equals("stamp")) {
            return "{any}";
        }
        if (name.equals("id")
                && value.length() > 8
                && (element.name().equals("stanza-id") || element.name().equals("occupant-id"))) {
            if (known.containsKey(value)) {
                return "{" + known.get(value) + "}";
            }
            return bound(element.name().startsWith("s") ? "s" : "o", value);
        }
        if (name.equals("id")
                && element.name().equals("message")
                && element.child("stanza-id")
                        .filter(sid -> sid.attributeOr("id", "").equals(value))
                        .isPresent()) {
            return known.containsKey(value) ? "{" + known.get(value) + "}" : bound("s", value);
        }
        if (name.equals("id") && element.name().equals("iq") && value.length() > 16) {
            return known.containsKey(value) ? "{" + known.get(value) + "}" : bound("q", value);
        }
        return replaced(escaped(value));
    }

    private String bound(String letter, String value) {
        var fresh = letter + named.merge(letter, 1, Integer::sum);
        known.put(value, fresh);
        return "{" + fresh + ":=}";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private String replaced(String text) {
        var result = text;
        for (var key : known.keySet().stream()
                .sorted((one, other) -> other.length() - one.length())
                .toList()) {
            result = result.replace(key, "{" + known.get(key) + "}");
        }
        return result;
    }

    private String filled(String text) {
        UnaryOperator<String> fill = one -> one;
        for (var entry : List.copyOf(known.entrySet())) {
            var before = fill;
            fill = one -> before.apply(one).replace("{" + entry.getValue() + "}", entry.getKey());
        }
        return fill.apply(text);
    }
}
