package io.kith.sharding.presence;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.small.SmallMap;
import io.kith.sharding.small.SmallQueue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Who is connected at one node, whom they watch, and what they have been shown of these.
///
/// It holds something only of contacts that an account here sees, or has just asked for. Its
/// invariant: what was written to a connection of a contact's resource is what stands here, so that
/// each change, revocation or end is told exactly to those who have seen something. Not
/// thread-safe.
///
/// *Merging*: a watcher is registered before it asks. What a publisher tells while the question is
/// under way is kept per resource with its stamp, and so are its words on who may see; of these and
/// the answer, the later counts. A directory that knows nothing has not heard them yet, or forgot who is gone: against
/// that they count.
final class Watchers {

    /// Where presence is written to.
    interface Output {
        void write(EdgeAddress connection, Stanza presence);
    }

    private record Resource(long account, String name) {}

    private static final class Local {
        final long hash;
        final Jid bare;
        final Map<EdgeAddress, Jid> connections = new SmallMap<>();
        SmallQueue<Jid> departed = SmallQueue.none();
        Hashes watched = Hashes.NONE;

        Local(long hash, Jid bare) {
            this.hash = hash;
            this.bare = bare;
        }
    }

    /// @param presence null when it is unavailable
    private record Seen(long stamp, @Nullable Stanza presence) {}

    /// What a client believes to be available, until it is known whether it is.
    private record Recalled(EdgeAddress connection, Local viewer, Jid resource) {}

    private record Decision(long stamp, boolean allowed) {}

    /// That a client was told `unavailable`: the first of those that its account was told and are remembered.
    private record Departure(Instant forgotten, Local viewer) {}

    private static final class Contact {
        NodeId publisher;
        long stamp;
        long found; // what the directory has answered by; it may have heard more than this hub
        int asked;
        boolean doubted;
        final Map<String, Seen> resources = new SmallMap<>();
        final Set<Local> viewers = new LinkedHashSet<>();
        final Map<Long, Decision> decisions = new SmallMap<>();
        final List<Recalled> recalled = new ArrayList<>(0);
        PresenceEvent.@Nullable Announced announced;

        Contact(NodeId publisher) {
            this.publisher = publisher;
        }

        /// What the publisher has said of this viewer while a question was under way.
        @Nullable
        Decision decision(long viewer) {
            var since = announced;
            var word = decisions.get(viewer);
            return word != null || since == null
                    ? word
                    : new Decision(since.stamp(), since.audience().contains(viewer));
        }
    }

    /// How long ago a word of `unavailable` may have been lost with a connection of which nobody has heard
    /// that it is gone.
    static final Duration MAY_BE_LOST = Duration.ofSeconds(60);

    /// Such words that are remembered; of older ones the client of a lost connection does not learn again.
    static final int DEPARTURES_MAX = 100_000;

    private static final NodeId NOBODY = new NodeId("", 0);

    private final Map<Long, Local> locals = new HashMap<>();
    private final Map<Long, Contact> contacts = new HashMap<>();
    private final Lingering<Resource> lingering;
    private final Deque<Departure> departures = new ArrayDeque<>();
    private final Output output;
    private Instant now = Instant.EPOCH;

    Watchers(Output output, RandomGenerator random) {
        this.output = output;
        this.lingering = new Lingering<>(random);
    }

    /// A connection comes, or its account watches others than it did. What is to be asked of the
    /// directory, which then must be [#answered] or [#unanswered].
    Hashes login(EdgeAddress connection, long account, Jid full, Hashes watched) {
        var local = locals.computeIfAbsent(account, hash -> new Local(hash, full.bare()));
        boolean fresh = local.connections.put(connection, full) == null;
        var before = local.watched;
        local.watched = watched;
        before.forEach(contact -> {
            if (!watched.contains(contact)) {
                stopSeeing(local, contact);
            }
        });
        var ask = new ArrayList<Long>();
        watched.forEach(hash -> {
            var contact = contacts.get(hash);
            if (contact != null && contact.viewers.contains(local)) {
                if (fresh) {
                    writeAll(contact, local, connection);
                }
            } else {
                ask.add(hash);
                asking(hash);
            }
        });
        return Hashes.of(ask);
    }

    /// The account of a connection here watches one more; what is to be asked of the directory.
    Hashes watch(long account, long contact) {
        var local = locals.get(account);
        if (local == null || local.watched.contains(contact)) {
            return Hashes.NONE;
        }
        local.watched = local.watched.with(contact);
        asking(contact);
        return Hashes.of(contact);
    }

    void unwatch(long account, long contact) {
        var local = locals.get(account);
        if (local != null) {
            local.watched = local.watched.without(contact);
            stopSeeing(local, contact);
        }
    }

    /// The connection sees nothing any more; nothing is written to it.
    void logout(EdgeAddress connection, long account) {
        var local = locals.get(account);
        if (local == null || local.connections.remove(connection) == null || !local.connections.isEmpty()) {
            return;
        }
        locals.remove(account);
        local.watched.forEach(hash -> {
            var contact = contacts.get(hash);
            if (contact != null && contact.viewers.remove(local)) {
                keep(hash, contact);
            }
        });
    }

    /// What the client of the connection has been shown as available, and what has left so lately that the
    /// word of it may have been lost with the connection.
    List<Jid> seen(EdgeAddress connection, long account) {
        var local = locals.get(account);
        if (local == null || !local.connections.containsKey(connection)) {
            return List.of();
        }
        var seen = new LinkedHashSet<Jid>();
        local.departed.forEach(seen::add);
        local.watched.forEach(hash -> {
            var contact = contacts.get(hash);
            if (contact != null && contact.viewers.contains(local)) {
                for (var each : contact.resources.values()) {
                    if (each.presence() != null && each.presence().from() != null) {
                        seen.add(each.presence().from());
                    }
                }
            }
        });
        return List.copyOf(seen);
    }

    /// The client of the connection believes this resource of a contact to be available: if it is not, or may not be
    /// seen, the client is told, at the latest when the contact's question is [#answered].
    void recall(EdgeAddress connection, long account, long hash, Jid resource) {
        var local = locals.get(account);
        if (local == null || !local.connections.containsKey(connection)) {
            return;
        }
        var recalled = new Recalled(connection, local, resource);
        var contact = contacts.get(hash);
        if (contact != null && contact.asked > 0 && !contact.viewers.contains(local)) {
            contact.recalled.add(recalled);
        } else {
            putRight(contact, recalled);
        }
    }

    private void putRight(@Nullable Contact contact, Recalled recalled) {
        var local = recalled.viewer();
        var seen = contact == null || !contact.viewers.contains(local)
                ? null
                : contact.resources.get(recalled.resource().resource());
        if ((seen == null || seen.presence() == null) && local.connections.containsKey(recalled.connection())) {
            output.write(recalled.connection(), Stanza.presence(recalled.resource(), local.bare, "unavailable"));
            departed(local, recalled.resource());
        }
    }

    /// A publisher has told something. Gives what is to be asked of the directory, as [#login] does.
    List<Question> apply(NodeId publisher, PresenceEvent event, Instant now) {
        var contact = contacts.get(event.account());
        if (contact != null && event.stamp() <= contact.stamp) {
            return List.of(); // an earlier publisher's, late
        }
        if (event instanceof PresenceEvent.Announced announced) {
            return announced(publisher, announced, contact, now);
        }
        var doubts = contact == null || contact.publisher.equals(publisher)
                ? List.<Question>of()
                : doubts(contact, event.account(), now);
        if (event instanceof PresenceEvent.Shown shown) {
            shown(publisher, shown, contact);
        } else if (contact != null) {
            contact.stamp = event.stamp();
            contact.publisher = publisher;
            switch (event) {
                case PresenceEvent.Changed changed -> changed(contact, changed);
                case PresenceEvent.Hidden hidden -> hidden(contact, hidden);
                case PresenceEvent.Left left -> linger(left.account(), contact, left.stamp(), now);
                case PresenceEvent.Announced _, PresenceEvent.Shown _ -> throw new AssertionError(event);
            }
            keep(event.account(), contact);
        }
        return doubts;
    }

    /// What is known of the contact is another publisher's, and came late: this one announced the contact when
    /// nobody here was concerned. So it lingers, and who sees it has to ask.
    private List<Question> doubts(Contact contact, long account, Instant now) {
        contact.doubted = true;
        linger(account, contact, contact.stamp, now);
        return contact.viewers.stream()
                .map(viewer -> {
                    asking(account);
                    return new Question(viewer.hash, Hashes.of(account));
                })
                .toList();
    }

    /// The directory has answered: of these questions, this was found as of now.
    ///
    /// @param askedAt [#stamps] of when the question was put
    void answered(List<Question> questions, Map<Long, Long> askedAt, List<Found> found, Instant now) {
        var byAccount = new HashMap<Long, Found>();
        for (var each : found) {
            byAccount.put(each.account(), each);
            var contact = contacts.get(each.account());
            if (contact != null) {
                merge(contact, each, now);
            }
        }
        for (var question : questions) {
            question.contacts().forEach(hash -> {
                var contact = contacts.get(hash);
                if (contact == null) {
                    return;
                }
                contact.asked--;
                var local = locals.get(question.viewer());
                if (local != null && local.watched.contains(hash)) {
                    decide(contact, hash, local, byAccount.get(hash), askedAt.getOrDefault(hash, 0L));
                }
                contact.recalled.removeIf(recalled -> {
                    var settled = recalled.viewer().hash == question.viewer();
                    if (settled) {
                        putRight(contact, recalled);
                    }
                    return settled;
                });
                keep(hash, contact);
            });
        }
    }

    /// The questions will be put anew, by [#allQuestions] or by whoever put them.
    void unanswered(List<Question> questions) {
        for (var question : questions) {
            question.contacts().forEach(hash -> {
                var contact = contacts.get(hash);
                if (contact != null) {
                    contact.asked--;
                    keep(hash, contact);
                }
            });
        }
    }

    /// How far each contact of a question is known, to be given back with the answer.
    Map<Long, Long> stamps(List<Question> questions) {
        var stamps = new HashMap<Long, Long>();
        for (var question : questions) {
            question.contacts().forEach(hash -> {
                var contact = contacts.get(hash);
                if (contact != null) {
                    stamps.put(hash, contact.stamp);
                }
            });
        }
        return stamps;
    }

    /// Everything that the accounts here watch, to be asked anew because something was missed. To be [#answered] or
    /// [#unanswered], too.
    List<Question> allQuestions() {
        var questions = new ArrayList<Question>();
        for (var local : locals.values()) {
            if (!local.watched.isEmpty()) {
                local.watched.forEach(this::asking);
                questions.add(new Question(local.hash, local.watched));
            }
        }
        return questions;
    }

    /// All that this publisher has said lingers from now on.
    void publisherGone(NodeId publisher, Instant now) {
        contacts.forEach((account, contact) -> {
            if (contact.publisher.equals(publisher)) {
                linger(account, contact, Long.MAX_VALUE, now);
            }
        });
    }

    /// What has lingered long enough is shown to be gone. To be called now and then.
    void expire(Instant instant) {
        now = instant;
        for (var first = departures.peekFirst();
                first != null && !now.isBefore(first.forgotten());
                first = departures.peekFirst()) {
            departures.removeFirst().viewer().departed.removeFirst();
        }
        for (var over : lingering.expired(now)) {
            var contact = contacts.get(over.account());
            if (contact != null) {
                var had = contact.resources.get(over.name());
                if (had != null) {
                    see(over.account(), contact, over.name(), new Seen(had.stamp(), null));
                    keep(over.account(), contact);
                }
            }
        }
    }

    int accounts() {
        return locals.size();
    }

    int contacts() {
        return contacts.size();
    }

    int lingering() {
        return lingering.size();
    }

    /// Gives what is to be asked of the directory: by what it has heard later, somebody may see the contact whom the
    /// announcement did not know.
    private List<Question> announced(
            NodeId publisher, PresenceEvent.Announced announced, @Nullable Contact had, Instant now) {
        var account = announced.account();
        var allowed = new LinkedHashSet<Local>();
        announced.audience().forEach(hash -> {
            var local = locals.get(hash);
            if (local != null && local.watched.contains(account)) {
                allowed.add(local);
            }
        });
        if (had == null && allowed.isEmpty()) {
            return List.of(); // nobody here is concerned
        }
        var contact = had == null ? new Contact(publisher) : had;
        contacts.put(account, contact);
        boolean moved = !contact.publisher.equals(publisher);
        contact.publisher = publisher;
        contact.stamp = announced.stamp();
        if (contact.asked > 0) {
            contact.decisions.clear();
            contact.announced = announced;
        }
        var questions = new ArrayList<Question>(0);
        for (var viewer : List.copyOf(contact.viewers)) {
            if (!allowed.contains(viewer) && announced.stamp() < contact.found) {
                asking(account);
                questions.add(new Question(viewer.hash, Hashes.of(account)));
            } else if (!allowed.contains(viewer)) {
                leaveView(contact, viewer);
            }
        }
        var said = new LinkedHashMap<String, Stanza>();
        for (var presence : announced.current()) {
            said.put(resource(presence), presence);
        }
        for (var seen : List.copyOf(contact.resources.entrySet())) {
            var name = seen.getKey();
            if (said.containsKey(name) || seen.getValue().stamp() > announced.stamp()) {
                continue;
            }
            if (moved || lingering.has(new Resource(account, name))) {
                lingering.begin(new Resource(account, name), now); // its connection may not have come back yet
            } else {
                see(account, contact, name, new Seen(announced.stamp(), null));
            }
        }
        said.forEach((name, presence) -> see(account, contact, name, new Seen(announced.stamp(), presence)));
        for (var viewer : allowed) {
            enterView(contact, viewer);
        }
        keep(account, contact);
        return questions;
    }

    private void shown(NodeId publisher, PresenceEvent.Shown shown, @Nullable Contact had) {
        var local = locals.get(shown.viewer());
        boolean concerned = local != null && local.watched.contains(shown.account());
        if (had == null && !concerned) {
            return;
        }
        var contact = had == null ? new Contact(publisher) : had;
        contacts.put(shown.account(), contact);
        contact.publisher = publisher;
        contact.stamp = shown.stamp();
        for (var presence : shown.current()) {
            see(shown.account(), contact, resource(presence), new Seen(shown.stamp(), presence));
        }
        if (contact.asked > 0) {
            contact.decisions.put(shown.viewer(), new Decision(shown.stamp(), true));
        }
        if (local != null && concerned) {
            enterView(contact, local);
        }
        keep(shown.account(), contact);
    }

    private void hidden(Contact contact, PresenceEvent.Hidden hidden) {
        if (contact.asked > 0) {
            contact.decisions.put(hidden.viewer(), new Decision(hidden.stamp(), false));
        }
        var local = locals.get(hidden.viewer());
        if (local != null) {
            leaveView(contact, local);
        }
    }

    private void changed(Contact contact, PresenceEvent.Changed changed) {
        var presence = changed.presence();
        var name = resource(presence);
        if (presence.isType("")) {
            see(changed.account(), contact, name, new Seen(changed.stamp(), presence));
        } else {
            see(changed.account(), contact, name, new Seen(changed.stamp(), null), presence);
        }
    }

    /// Takes what the directory knows and nobody has said later; those who see the contact already are told the
    /// difference.
    private void merge(Contact contact, Found found, Instant now) {
        if (found.stamp() > contact.stamp) {
            contact.publisher = found.publisher();
        }
        contact.found = Math.max(contact.found, found.stamp());
        var said = new HashSet<String>();
        for (var presence : found.current()) {
            said.add(resource(presence));
            var had = contact.resources.get(resource(presence));
            if (had == null || had.stamp() < found.stamp()) {
                see(found.account(), contact, resource(presence), new Seen(found.stamp(), presence));
            }
        }
        for (var presence : found.lingering()) {
            var name = resource(presence);
            said.add(name);
            var had = contact.resources.get(name);
            if (had == null || (had.presence() == null && had.stamp() < found.stamp())) {
                see(found.account(), contact, name, new Seen(found.stamp(), presence));
            }
            if (had == null || had.stamp() < found.stamp()) {
                lingering.begin(new Resource(found.account(), name), now);
            }
        }
        for (var had : List.copyOf(contact.resources.entrySet())) {
            boolean lingers = lingering.has(new Resource(found.account(), had.getKey()));
            if (!said.contains(had.getKey()) && had.getValue().stamp() < found.stamp() && !lingers) {
                see(found.account(), contact, had.getKey(), new Seen(found.stamp(), null));
            }
        }
    }

    private void decide(Contact contact, long hash, Local local, @Nullable Found found, long askedAt) {
        var decision = contact.decision(local.hash);
        boolean allowed = found != null && found.viewers().contains(local.hash);
        if (decision != null && (found == null || decision.stamp() > found.stamp())) {
            allowed = decision.allowed();
        } else if (found == null && !contact.doubted && lingers(hash, contact)) {
            allowed = contact.viewers.contains(local); // only the directory has lost it
        }
        if (allowed) {
            enterView(contact, local);
        } else {
            leaveView(contact, local);
        }
        if (found == null && contact.viewers.isEmpty() && contact.stamp <= askedAt) {
            forgetResources(hash, contact);
        }
    }

    private void asking(long hash) {
        contacts.computeIfAbsent(hash, _ -> new Contact(NOBODY)).asked++;
    }

    private void stopSeeing(Local local, long hash) {
        var contact = contacts.get(hash);
        if (contact != null) {
            leaveView(contact, local);
            keep(hash, contact);
        }
    }

    /// The resource shows this now; those who see the contact are told, if it is new to them.
    private void see(long account, Contact contact, String name, Seen now) {
        see(account, contact, name, now, null);
    }

    /// @param farewell what it says on leaving
    private void see(long account, Contact contact, String name, Seen now, @Nullable Stanza farewell) {
        var before = contact.resources.get(name);
        if (before != null && before.stamp() > now.stamp()) {
            return; // the directory knew it earlier than it came this way
        }
        contact.resources.put(name, now);
        lingering.end(new Resource(account, name));
        var was = before == null ? null : before.presence();
        var is = now.presence();
        if (is != null && !is.equals(was)) {
            contact.viewers.forEach(viewer -> write(viewer, is));
        } else if (is == null && was != null) {
            contact.viewers.forEach(viewer -> write(viewer, farewell == null ? gone(was) : farewell));
        }
    }

    private void enterView(Contact contact, Local local) {
        if (contact.viewers.add(local)) {
            for (var seen : contact.resources.values()) {
                if (seen.presence() != null) {
                    write(local, seen.presence());
                }
            }
        }
    }

    private void leaveView(Contact contact, Local local) {
        if (contact.viewers.remove(local)) {
            for (var seen : contact.resources.values()) {
                if (seen.presence() != null) {
                    write(local, gone(seen.presence()));
                }
            }
        }
    }

    private void writeAll(Contact contact, Local local, EdgeAddress connection) {
        for (var seen : contact.resources.values()) {
            if (seen.presence() != null) {
                output.write(connection, seen.presence().withTo(local.bare));
            }
        }
    }

    private void write(Local local, Stanza presence) {
        var from = presence.from();
        if (from != null && presence.isType("unavailable")) {
            departed(local, from);
        }
        var addressed = presence.withTo(local.bare);
        local.connections.keySet().forEach(connection -> output.write(connection, addressed));
    }

    private void departed(Local local, Jid resource) {
        local.departed = local.departed.with(resource);
        departures.addLast(new Departure(now.plus(MAY_BE_LOST), local));
        if (departures.size() > DEPARTURES_MAX) {
            departures.removeFirst().viewer().departed.removeFirst();
        }
    }

    private static Stanza gone(Stanza presence) {
        return Stanza.presence(presence.from(), null, "unavailable");
    }

    /// What it showed up to this stamp lingers; what the directory knew of later does not.
    private void linger(long account, Contact contact, long stamp, Instant now) {
        contact.resources.forEach((name, seen) -> {
            if (seen.presence() != null && seen.stamp() <= stamp) {
                lingering.begin(new Resource(account, name), now);
            }
        });
    }

    /// Whether all that it shows lingers: nobody says any more that it is there.
    private boolean lingers(long account, Contact contact) {
        var isShown = false;
        for (var each : contact.resources.entrySet()) {
            if (each.getValue().presence() != null) {
                isShown = true;
                if (!lingering.has(new Resource(account, each.getKey()))) {
                    return false;
                }
            }
        }
        return isShown;
    }

    private void forgetResources(long account, Contact contact) {
        contact.resources.keySet().forEach(name -> lingering.end(new Resource(account, name)));
        contact.resources.clear();
    }

    /// Holds on to a contact only while it is asked for, or is seen by somebody and shows something.
    private void keep(long account, Contact contact) {
        if (contact.asked > 0) {
            return;
        }
        contact.doubted = false;
        contact.decisions.clear();
        contact.announced = null;
        contact.recalled.clear();
        contact.resources.values().removeIf(seen -> seen.presence() == null);
        if (contact.viewers.isEmpty() || contact.resources.isEmpty()) {
            forgetResources(account, contact);
            contacts.remove(account);
        }
    }

    private static String resource(Stanza presence) {
        var from = presence.from();
        return from == null ? "" : from.resource();
    }
}
