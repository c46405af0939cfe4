package io.kith.sharding.room;

import io.kith.persistence.archive.Buckets;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.wire.Journalled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All that is durable of a room but its log. Immutable: what has happened makes another one.
///
/// @param exists whether there is such a room; if not, all else says nothing but what the log of the last one is, which
///     may not be erased yet
/// @param uid what its log is kept under; another for each room that ever had this address
/// @param secret hexadecimal; what its occupant ids are derived with
/// @param locked whether its creator has yet to configure it (XEP-0045 §10.1)
/// @param standings by bare address or domain; nobody who is NONE without a nickname
/// @param subject null if there never was one
/// @param buckets the intervals of its log; rows are not counted here
/// @param subscribers who gets its messages without joining, with which nickname and which traffic
/// @param hats by URI
/// @param wearers the URIs of the hats of each user
/// @param card XML; "" for none
/// @param voices who has got or lost one by hand
public record RoomState(
        boolean exists,
        UUID uid,
        String secret,
        Jid creator,
        Instant created,
        boolean locked,
        RoomConfig config,
        Map<Jid, Standing> standings,
        @Nullable Subject subject,
        Buckets buckets,
        Map<Jid, Subscription> subscribers,
        Map<String, Hat> hats,
        Map<Jid, Set<String>> wearers,
        String card,
        Voices voices)
        implements Journalled {

    /// There is no such room.
    public static final RoomState NONE = new RoomState(
            false,
            new UUID(0, 0),
            "",
            new Jid("", "", ""),
            Instant.EPOCH,
            false,
            RoomConfig.DEFAULT,
            Map.of(),
            null,
            Buckets.NONE,
            Map.of(),
            Map.of(),
            Map.of(),
            "",
            Voices.NONE);

    /// There is no such room any more.
    ///
    /// @param uid of its log
    /// @param buckets of its log
    public static RoomState ended(UUID uid, Buckets buckets) {
        return new RoomState(
                false,
                uid,
                NONE.secret,
                NONE.creator,
                NONE.created,
                NONE.locked,
                NONE.config,
                NONE.standings,
                NONE.subject,
                buckets,
                NONE.subscribers,
                NONE.hats,
                NONE.wearers,
                NONE.card,
                NONE.voices);
    }

    /// @param by the bare address of who set it
    /// @param message as the occupants got it
    public record Subject(long id, String by, Instant at, Stanza message) {}

    /// @param nodes which kinds of traffic
    public record Subscription(String nick, List<String> nodes) {

        /// Copies the list.
        public Subscription {
            nodes = List.copyOf(nodes);
        }
    }

    /// Copies the maps.
    public RoomState {
        standings = Map.copyOf(standings);
        subscribers = Map.copyOf(subscribers);
        hats = Map.copyOf(hats);
        wearers = Map.copyOf(wearers);
    }

    /// What a user is to the room: by address, else by domain (XEP-0045 §9.2).
    public Affiliation affiliationOf(Jid user) {
        var own = standings.get(user.bare());
        if (own != null && own.affiliation() != Affiliation.NONE) {
            return own.affiliation();
        }
        var domain = standings.get(user.domainJid());
        return domain == null ? Affiliation.NONE : domain.affiliation();
    }

    /// The nickname that belongs to this user; "" for none.
    public String nickOf(Jid user) {
        var own = standings.get(user.bare());
        return own == null ? "" : own.nick();
    }

    /// Everybody of that affiliation, in the order of addresses.
    public List<Map.Entry<Jid, Standing>> ofAffiliation(Affiliation affiliation) {
        var found = new TreeMap<String, Map.Entry<Jid, Standing>>();
        for (var entry : standings.entrySet()) {
            if (entry.getValue().affiliation() == affiliation) {
                found.put(entry.getKey().toString(), entry);
            }
        }
        return new ArrayList<>(found.values());
    }

    /// The room after `event`.
    public RoomState after(RoomEvent event) {
        return switch (event) {
            case RoomEvent.Created created -> created(created);
            case RoomEvent.Configured configured -> configured(configured.config());
            case RoomEvent.AffiliationsChanged changed -> withStandings(changed);
            case RoomEvent.SubjectChanged changed ->
                with(next -> next.subject = new Subject(changed.id(), changed.by(), changed.at(), changed.subject()));
            case RoomEvent.BucketOpened opened -> withBucket(opened.firstId());
            case RoomEvent.NickRegistered registered -> withNick(registered, registered.user(), registered.nick());
            case RoomEvent.NickReleased released -> withNick(released, released.user(), "");
            case RoomEvent.Kicked kicked -> with(next -> next.voices = voices.kicked(kicked.user()));
            case RoomEvent.RoleChanged changed ->
                with(next -> next.voices = voices.with(changed.user(), changed.role()));
            case RoomEvent.Moderated _ -> this;
            case RoomEvent.Subscribed subscribed -> subscribed(subscribed);
            case RoomEvent.Unsubscribed unsubscribed -> unsubscribed(unsubscribed.user());
            case RoomEvent.HatDefined defined -> withHat(defined.hat());
            case RoomEvent.HatDestroyed destroyed -> withoutHat(destroyed.uri());
            case RoomEvent.HatAssigned assigned -> withWearer(assigned.user(), assigned.uri(), true);
            case RoomEvent.HatRemoved removed -> withWearer(removed.user(), removed.uri(), false);
            case RoomEvent.VCardChanged changed -> with(next -> next.card = changed.card());
            case RoomEvent.Destroyed _ -> ended(uid, buckets);
        };
    }

    private static RoomState created(RoomEvent.Created event) {
        var owner = new Standing(Affiliation.OWNER, "", "", event.by(), event.at());
        return new RoomState(
                true,
                event.uid(),
                event.secret(),
                event.owner(),
                event.at(),
                event.locked(),
                event.config(),
                Map.of(event.owner(), owner),
                null,
                Buckets.NONE,
                Map.of(),
                Map.of(),
                Map.of(),
                "",
                Voices.NONE);
    }

    /// Whose voice was taken has none, whether the room is moderated or not; to whom one was given where all others
    /// were
    /// mute has one as all others do.
    private RoomState configured(RoomConfig now) {
        var isOtherwise = now.is(RoomOptions.MODERATED) != config.is(RoomOptions.MODERATED);
        return with(next -> {
            next.config = now;
            next.locked = false;
            next.voices = isOtherwise ? voices.taken() : voices;
        });
    }

    private RoomState withStandings(RoomEvent.AffiliationsChanged event) {
        var next = new LinkedHashMap<>(standings);
        var nextVoices = voices;
        for (var change : event.changes()) {
            if (affiliationOf(change.jid()) != change.affiliation()) {
                nextVoices = nextVoices.affiliated(change.jid(), change.affiliation());
            }
            var before = next.get(change.jid());
            // An outcast loses the nickname (XEP-0045 §9.1); so does who is nothing to the room any more (§9.4).
            var nick = before != null && change.affiliation().isAtLeast(Affiliation.MEMBER) ? before.nick() : "";
            put(next, change.jid(), new Standing(change.affiliation(), change.reason(), nick, event.by(), event.at()));
            if (change.jid().local().isEmpty() && change.affiliation() == Affiliation.OUTCAST) {
                next.entrySet().removeIf(one -> isOfAll(one, change.jid()));
            }
        }
        var heard = nextVoices;
        return with(draft -> {
            draft.standings = next;
            draft.voices = heard;
        });
    }

    /// Whether that is but the nickname of somebody who is to the room what all of that domain are, and loses it with
    /// the domain (XEP-0045 §9.2).
    private static boolean isOfAll(Map.Entry<Jid, Standing> one, Jid domain) {
        return one.getValue().affiliation() == Affiliation.NONE
                && one.getKey().domain().equals(domain.domain());
    }

    private RoomState withNick(RoomEvent event, Jid user, String nick) {
        var next = new LinkedHashMap<>(standings);
        var before = next.getOrDefault(user, new Standing(Affiliation.NONE, "", "", event.by(), event.at()));
        put(next, user, before.withNick(nick));
        return with(draft -> draft.standings = next);
    }

    private static void put(Map<Jid, Standing> standings, Jid jid, Standing standing) {
        if (standing.isEmpty()) {
            standings.remove(jid);
        } else {
            standings.put(jid, standing);
        }
    }

    private RoomState withBucket(long firstId) {
        var all = new ArrayList<>(buckets.all());
        all.add(new Buckets.Bucket(firstId, 0));
        return with(draft -> draft.buckets = new Buckets(all));
    }

    private RoomState subscribed(RoomEvent.Subscribed event) {
        var next = new LinkedHashMap<>(subscribers);
        next.put(event.user(), new Subscription(event.nick(), event.nodes()));
        return with(draft -> draft.subscribers = next);
    }

    private RoomState unsubscribed(Jid user) {
        var next = new LinkedHashMap<>(subscribers);
        next.remove(user);
        return with(draft -> draft.subscribers = next);
    }

    private RoomState withHat(Hat hat) {
        var next = new LinkedHashMap<>(hats);
        next.put(hat.uri(), hat);
        return with(draft -> draft.hats = next);
    }

    private RoomState withoutHat(String uri) {
        var nextHats = new LinkedHashMap<>(hats);
        nextHats.remove(uri);
        var nextWearers = new LinkedHashMap<Jid, Set<String>>();
        wearers.forEach((user, worn) -> {
            var rest = new TreeSet<>(worn);
            rest.remove(uri);
            if (!rest.isEmpty()) {
                nextWearers.put(user, rest);
            }
        });
        return with(draft -> {
            draft.hats = nextHats;
            draft.wearers = nextWearers;
        });
    }

    private RoomState withWearer(Jid user, String uri, boolean on) {
        var next = new LinkedHashMap<>(wearers);
        var worn = new TreeSet<>(next.getOrDefault(user, Set.of()));
        if (on) {
            worn.add(uri);
        } else {
            worn.remove(uri);
        }
        if (worn.isEmpty()) {
            next.remove(user);
        } else {
            next.put(user, worn);
        }
        return with(draft -> draft.wearers = next);
    }

    private RoomState with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.state();
    }

    /// The next state of a room that exists, while it is made.
    private static final class Draft {

        private final RoomState before;
        private boolean locked;
        private RoomConfig config;
        private Map<Jid, Standing> standings;
        private @Nullable Subject subject;
        private Buckets buckets;
        private Map<Jid, Subscription> subscribers;
        private Map<String, Hat> hats;
        private Map<Jid, Set<String>> wearers;
        private String card;
        private Voices voices;

        private Draft(RoomState before) {
            this.before = before;
            this.locked = before.locked;
            this.config = before.config;
            this.standings = before.standings;
            this.subject = before.subject;
            this.buckets = before.buckets;
            this.subscribers = before.subscribers;
            this.hats = before.hats;
            this.wearers = before.wearers;
            this.card = before.card;
            this.voices = before.voices;
        }

        private RoomState state() {
            return new RoomState(
                    before.exists,
                    before.uid,
                    before.secret,
                    before.creator,
                    before.created,
                    locked,
                    config,
                    standings,
                    subject,
                    buckets,
                    subscribers,
                    hats,
                    wearers,
                    card,
                    voices);
        }
    }
}
