package io.kith.sharding.room;

import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaId;
import io.kith.proto.xml.Element;
import io.kith.sharding.room.relay.Shown;
import io.kith.sharding.session.FollowWord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The subscribers who have a client available, as their owners say: each is told once, however many clients there are.
///
/// Remembered in memory only, by an owner's word that it renews; at most as many as may subscribe. Nothing is kept for
/// those who are not there: what they missed is in the room's log, and they are told the newest of it when they come.
public final class Followers {

    /// Who has not said so again for this long is not there any more.
    static final Duration LEASE = Duration.ofMinutes(12);

    /// The most that a follower who comes is told of what it has missed; more is in the room's archive.
    public static final int MISSED_MAX = 100;

    /// Their bytes.
    static final int MISSED_BYTES_MAX = 256 * 1024;

    private final RoomMachine room;
    private final Map<Jid, Instant> heard = new LinkedHashMap<>(0); // the one heard longest ago first

    Followers(RoomMachine room) {
        this.room = room;
    }

    boolean isEmpty() {
        return heard.isEmpty();
    }

    Set<Jid> all() {
        return heard.keySet();
    }

    /// Whether that user is told this kind of traffic.
    public boolean follows(Jid user, String node) {
        return heard.containsKey(user.bare()) && hasNode(user.bare(), node);
    }

    void forget(Jid user) {
        heard.remove(user);
    }

    void expire(Instant now) {
        heard.values().removeIf(at -> at.plus(LEASE).isBefore(now));
    }

    /// The room stops: who follows it asks its next life.
    void part() {
        for (var user : heard.keySet()) {
            room.outside().tell(new FollowWord.Again().message(room.jid(), user));
        }
        heard.clear();
    }

    /// A word of an owner.
    void take(Request request) {
        var user = request.from();
        request.accept();
        switch (FollowWord.in(request.stanza()).orElse(null)) {
            case FollowWord.Follow follow
            when !room.subscribers().has(user) ->
                room.outside().tell(new FollowWord.Unsubscribed().message(room.jid(), user));
            case FollowWord.Follow follow -> room.withHistory(() -> follow(user, follow));
            case FollowWord.Unfollow _ -> forget(user);
            case FollowWord.Leave _
            when room.subscribers().has(user) ->
                room.change(List.of(new RoomEvent.Unsubscribed(user.toString(), room.now(), user)), () -> {});
            case FollowWord.Leave _,
                    FollowWord.Following _,
                    FollowWord.Subscribed _,
                    FollowWord.Unsubscribed _,
                    FollowWord.Again _ -> {
                // is said by rooms, or done already
            }
            case null -> {
                // a word of another version
            }
        }
    }

    /// What is being written goes out before: neither twice nor never.
    private void follow(Jid user, FollowWord.Follow follow) {
        var missed = missed(user, follow);
        room.outside().behindRows(() -> {
            heard.remove(user);
            heard.put(user, room.now());
            tell(user, new FollowWord.Following(follow.n()).message(room.jid(), user));
            for (var id : missed) {
                room.history().find(id).ifPresent(row -> tell(user, late(user, row)));
            }
        });
    }

    private List<Long> missed(Jid user, FollowWord.Follow follow) {
        Deque<Long> missed = new ArrayDeque<>();
        var bytes = 0;
        for (var row : room.history().keptAfter(follow.after()).reversed()) {
            var stanza = Stanza.parse(row.stanza());
            bytes += stanza.size();
            if (missed.size() >= Math.min(follow.max(), MISSED_MAX) || bytes > MISSED_BYTES_MAX) {
                break;
            }
            if (!row.hidden() && !Rows.isTombstone(row) && hasNode(user, nodeOf(stanza))) {
                missed.addFirst(row.id());
            }
        }
        return new ArrayList<>(missed);
    }

    private Stanza late(Jid user, Row row) {
        var stanza = Stanza.parse(row.stanza());
        var delayed = stanza.with(History.delay(room.jid(), StanzaId.instant(row.id())));
        var event = MucSub.event(room.jid(), user, nodeOf(stanza), StanzaId.text(row.id()), delayed);
        return FollowWord.seated(event, seated(user));
    }

    /// A message has gone out.
    ///
    /// @param seated whose clients were told it in the room itself
    void said(long id, Stanza message, Map<Jid, List<String>> seated) {
        var node = nodeOf(message);
        each(node, user -> {
            var event = MucSub.event(room.jid(), user, node, StanzaId.text(id), message);
            return FollowWord.seated(event, seated.getOrDefault(user, List.of()));
        });
    }

    /// The resources of those clients of followers that are in the room.
    Map<Jid, List<String>> seated() {
        var all = new HashMap<Jid, List<String>>(0);
        for (var user : heard.keySet()) {
            var resources = seated(user);
            if (!resources.isEmpty()) {
                all.put(user, resources);
            }
        }
        return all;
    }

    private List<String> seated(Jid user) {
        return room.occupantsOf(user).stream()
                .flatMap(occupant -> occupant.seats().stream())
                .map(seat -> seat.full().resource())
                .toList();
    }

    /// An occupant has come, changed or gone. Where joins are rolled up, and of roles whose presence is not shown, only
    /// moderators are told, as in the room.
    void seen(Shown occupant, boolean isRolledUp) {
        announce(MucSub.PRESENCE, (user, id) -> {
            var isModerator = isModerator(user);
            if ((isRolledUp || occupant.hidden()) && !isModerator) {
                return null;
            }
            var presence = seesAddresses(user) ? occupant.open() : occupant.closed();
            return MucSub.event(room.jid(), user, MucSub.PRESENCE, id, presence);
        });
    }

    /// The room itself says something that is not kept.
    void announced(String node, Stanza stanza) {
        announce(node, (user, id) -> MucSub.event(room.jid(), user, node, id, stanza));
    }

    /// Somebody has another affiliation.
    void affiliated(Stanza news) {
        announce(
                MucSub.AFFILIATIONS,
                (user, id) ->
                        seesAddresses(user) ? MucSub.event(room.jid(), user, MucSub.AFFILIATIONS, id, news) : null);
    }

    /// News that has an address in it, for those who may see it, and without for others.
    void news(String node, Element open, Element closed) {
        announce(node, (user, id) -> MucSub.event(room.jid(), user, node, id, seesAddresses(user) ? open : closed));
    }

    /// The room is about to be destroyed.
    ///
    /// @return tells it, once that is so
    Runnable destroyed(Element x) {
        return prepared(MucSub.CONFIG, (user, id) -> {
            var subscription = room.state().subscribers().get(user);
            var address = room.joining().occupantAddress(subscription == null ? "" : subscription.nick());
            return MucSub.event(room.jid(), user, MucSub.CONFIG, id, Stanza.presence(address, null, "unavailable", x));
        });
    }

    /// Makes the event for one follower; null for none.
    @FunctionalInterface
    private interface Making {
        @Nullable
        Stanza of(Jid user, String id);
    }

    private void announce(String node, Making making) {
        prepared(node, making).run();
    }

    private Runnable prepared(String node, Making making) {
        if (heard.isEmpty()) {
            return () -> {};
        }
        var id = StanzaId.text(room.outside().mint());
        var made = new ArrayList<Stanza>();
        for (var user : heard.keySet()) {
            var event = hasNode(user, node) ? making.of(user, id) : null;
            if (event != null) {
                made.add(FollowWord.seated(event, seated(user)));
            }
        }
        return made.isEmpty()
                ? () -> {}
                : () -> room.outside().behindRows(() -> made.forEach(event -> tell(event.to(), event)));
    }

    private void each(String node, Function<Jid, Stanza> making) {
        for (var user : List.copyOf(heard.keySet())) {
            if (hasNode(user, node)) {
                tell(user, making.apply(user));
            }
        }
    }

    /// Whoever takes nothing is told nothing more until its owner asks again, and then what it missed.
    private void tell(@Nullable Jid user, Stanza stanza) {
        if (user == null || !heard.containsKey(user)) {
            return;
        }
        if (room.outside().tell(stanza)) {
            room.counters().followed.increment();
        } else {
            heard.remove(user);
        }
    }

    private boolean hasNode(Jid user, String node) {
        var subscription = room.state().subscribers().get(user);
        return subscription != null && subscription.nodes().contains(node);
    }

    private boolean seesAddresses(Jid user) {
        return RoomOptions.isNonAnonymous(room.config()) || isModerator(user);
    }

    private boolean isModerator(Jid user) {
        return room.affiliationOf(user).isAtLeast(Affiliation.ADMIN)
                || room.occupantsOf(user).stream().anyMatch(one -> one.role() == Role.MODERATOR);
    }

    private static String nodeOf(Stanza message) {
        return History.isSubject(message) ? MucSub.SUBJECT : MucSub.MESSAGES;
    }
}
