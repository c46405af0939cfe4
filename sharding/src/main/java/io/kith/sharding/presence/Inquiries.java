package io.kith.sharding.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// A hub's questions to the directory: collected, put to each node once, and put again until they
/// are answered. Pure; not thread-safe.
final class Inquiries {

    /// How long an answer may take; longer than a part of the directory waits to be filled.
    static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    /// The most contacts in one message.
    static final int CONTACTS_MAX = 4_000;

    /// Where a message goes.
    sealed interface Sent {}

    record ToNode(String node, Directory.Ask message) implements Sent {}

    /// The part's node is not known.
    record ToPart(int part, Directory.Ask message) implements Sent {}

    /// Questions with their whole answer.
    ///
    /// @param stamps how far the contacts were known when the questions were put
    record Answered(List<Question> questions, Map<Long, Long> stamps, List<Found> found) {}

    private record Pair(long viewer, long contact) {}

    private static final class Put {
        final List<Question> questions;
        final Map<Long, Long> stamps;
        final Optional<String> node;
        final Instant until;
        final List<Found> found = new ArrayList<>();

        Put(List<Question> questions, Map<Long, Long> stamps, Optional<String> node, Instant until) {
            this.questions = questions;
            this.stamps = stamps;
            this.node = node;
            this.until = until;
        }
    }

    private final Parts parts;
    private final List<Question> pending = new ArrayList<>();
    private final Map<Long, Put> put = new LinkedHashMap<>();
    private long numbers;

    Inquiries(Parts parts) {
        this.parts = parts;
    }

    void add(Question question) {
        pending.add(question);
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }

    /// What is to be sent now. Nothing is pending then.
    List<Sent> takePending(String self, Function<List<Question>, Map<Long, Long>> stamps, Instant now) {
        var pairs = new ArrayList<Pair>();
        for (var question : pending) {
            question.contacts().forEach(contact -> pairs.add(new Pair(question.viewer(), contact)));
        }
        pending.clear();
        var split = parts.split(pairs, pair -> Parts.of(pair.contact()));
        var sent = new ArrayList<Sent>();
        split.byNode().forEach((node, theirs) -> {
            for (int from = 0; from < theirs.size(); from += CONTACTS_MAX) {
                var some = theirs.subList(from, Math.min(theirs.size(), from + CONTACTS_MAX));
                sent.add(new ToNode(node, put(some, self, stamps, Optional.of(node), now)));
            }
        });
        split.byPart().forEach((part, theirs) -> {
            for (int from = 0; from < theirs.size(); from += CONTACTS_MAX) {
                var some = theirs.subList(from, Math.min(theirs.size(), from + CONTACTS_MAX));
                sent.add(new ToPart(part, put(some, self, stamps, Optional.empty(), now)));
            }
        });
        return sent;
    }

    /// Takes a part of an answer; gives the whole when it was the last. What the node did not have is pending
    /// again.
    Optional<Answered> answered(PresenceHub.Answer answer) {
        var asked = put.get(answer.number());
        if (asked == null) {
            return Optional.empty(); // it was put again, to another
        }
        asked.found.addAll(answer.found());
        if (!answer.last()) {
            return Optional.empty();
        }
        put.remove(answer.number());
        var absent = Set.copyOf(answer.absent());
        absent.forEach(part -> parts.forget(part, answer.node()));
        var settled = new ArrayList<Question>();
        for (var question : asked.questions) {
            var here = new ArrayList<Long>();
            var elsewhere = new ArrayList<Long>();
            question.contacts().forEach(contact -> {
                var part = Parts.of(contact);
                (absent.contains(part) ? elsewhere : here).add(contact);
                if (!absent.contains(part)) {
                    parts.learn(part, answer.node());
                }
            });
            if (!here.isEmpty()) {
                settled.add(new Question(question.viewer(), Hashes.of(here)));
            }
            if (!elsewhere.isEmpty()) {
                pending.add(new Question(question.viewer(), Hashes.of(elsewhere)));
            }
        }
        return Optional.of(new Answered(settled, asked.stamps, asked.found));
    }

    /// That node answers no more: what it was asked is pending again.
    void gone(String node) {
        parts.forget(node);
        again(asked -> asked.node.equals(Optional.of(node)));
    }

    /// What should have been answered by now is pending again, and goes where sharding knows the part to be.
    void overdue(Instant now) {
        for (var asked : again(each -> !each.until.isAfter(now))) {
            asked.node.ifPresent(parts::forget);
        }
    }

    int underWay() {
        return put.size();
    }

    private List<Put> again(Predicate<Put> chosen) {
        var again = new ArrayList<Put>();
        put.values().removeIf(asked -> {
            boolean is = chosen.test(asked);
            if (is) {
                again.add(asked);
                pending.addAll(asked.questions);
            }
            return is;
        });
        return again;
    }

    private Directory.Ask put(
            List<Pair> pairs,
            String self,
            Function<List<Question>, Map<Long, Long>> stamps,
            Optional<String> node,
            Instant now) {
        var byViewer = new HashMap<Long, List<Long>>();
        for (var pair : pairs) {
            byViewer.computeIfAbsent(pair.viewer(), _ -> new ArrayList<>()).add(pair.contact());
        }
        var questions = new ArrayList<Question>();
        byViewer.forEach((viewer, contacts) -> questions.add(new Question(viewer, Hashes.of(contacts))));
        long number = ++numbers;
        put.put(number, new Put(questions, stamps.apply(questions), node, now.plus(ANSWER_MAX)));
        return new Directory.Ask(self, number, questions);
    }
}
