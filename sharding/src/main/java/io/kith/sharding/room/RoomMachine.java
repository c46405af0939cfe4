package io.kith.sharding.room;

import io.kith.persistence.roomindex.RoomEntry;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.room.RoomEvent.AffiliationsChanged;
import io.kith.sharding.room.relay.Mark;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.session.Via;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All rules of one room: who is in it, who may do what, and what everybody is told. One thread, no I/O but through
/// [RoomOutside].
///
/// Stanzas are handled in the order in which they are given; while something must be waited for, what comes later
/// waits, at most [Gate#WAITING_MAX] of it.
public final class RoomMachine {

    /// Affiliations and roles of one request that count as one change.
    static final int ITEMS_PER_CHANGE = 10;

    private final Jid jid;
    private final RoomTerms terms;
    private final RoomOutside outside;
    private final Gate gate = new Gate();
    private final Occupants occupants = new Occupants();
    private final History history;
    private final Faces faces;
    private final Herald herald;
    private final Joining joining;
    private final Leaving leaving;
    private final Reception reception;
    private final NickHolders<Standing> nickHolders = new NickHolders<>(Standing::nick);
    private final NickHolders<RoomState.Subscription> subscribedNicks = new NickHolders<>(RoomState.Subscription::nick);
    private final Subscribers subscribers;
    private final Followers followers;
    private final Administration administration;
    private final Configuring configuring;
    private final Paces bytes;
    private final Paces changes;
    private final Paces requests;
    private final Paces lookingBack;
    private RoomState state = RoomState.NONE;
    private boolean historyRead;
    private @Nullable RoomEntry listed;

    public RoomMachine(Jid jid, RoomTerms terms, RoomOutside outside) {
        this.jid = jid;
        this.terms = terms;
        this.outside = outside;
        this.history = new History(jid, stanza -> Speaking.unmarked(this, stanza));
        this.faces = new Faces(this);
        this.herald = new Herald(this, faces);
        this.bytes = terms.paces(Pace.BYTES);
        this.changes = terms.paces(Pace.CHANGES);
        this.requests = terms.paces(Pace.REQUESTS);
        this.lookingBack = terms.paces(Pace.QUERIES);
        this.leaving = new Leaving(this);
        this.joining = new Joining(this);
        this.reception = new Reception(this);
        this.administration = new Administration(this);
        this.configuring = new Configuring(this);
        this.subscribers = new Subscribers(this);
        this.followers = new Followers(this);
    }

    /// The room as it is stored; to be called before anything else.
    public void loaded(RoomState stored) {
        state = stored;
        listed = entry();
        herald.begin();
    }

    /// A stanza of a client.
    ///
    /// @param owner whose it is
    /// @param via the connection of an available presence
    /// @param mark which stanza of the owner's link it is
    /// @param done runs when it is handled; at once, or when its row is stored
    public void fromOwner(Jid owner, Stanza stanza, @Nullable Via via, Mark mark, Runnable done) {
        var from = stanza.from();
        var to = stanza.to();
        if (from == null
                || to == null
                || !from.bare().equals(owner.bare())
                || !to.bare().equals(jid)) {
            done.run(); // nobody speaks for others
            return;
        }
        var request = new Request(outside, stanza, from, via, mark, done);
        Runnable turn = () -> reception.take(request);
        // an owner says once that a client is out, and waits for nothing
        var ends = stanza.isPresence() && stanza.isType("unavailable");
        if (!(ends ? gate.passEnding(request, turn) : gate.pass(request, turn))) {
            counters().behind.increment();
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        }
    }

    /// Occupants as the relays remember them, after a start.
    ///
    /// @param present those with seats on a node that is there
    /// @param lingering those that only others remember
    public void adopt(List<Adopted> present, List<Adopted> lingering) {
        gate.pass(() -> joining.adopt(present, lingering));
    }

    /// Who has left in the room's lives before, as the relays remember it; to be called before [#adopt].
    ///
    /// @param last each as it was seen last, oldest first
    /// @param floor nothing is known of who left up to this id
    /// @param heardByAll what is beyond this id is told some nodes only now
    public void departed(List<RelayItem.Show> last, long floor, long heardByAll) {
        herald.remember(last, floor, heardByAll);
    }

    /// A client's connection is lost; its seat is kept for a while.
    public void dormant(Jid full) {
        gate.passEnding(null, () -> leaving.dormant(full));
    }

    /// A client that has no seat any more has lost that connection, with what it was told last.
    public void unheard(EdgeAddress edge, Jid full) {
        gate.passEnding(null, () -> leaving.unheard(edge, full));
    }

    /// A node is gone; seats on it are kept for a short while.
    public void nodeGone(String node) {
        gate.passEnding(null, () -> leaving.nodeGone(node));
    }

    /// The room's domain is served no longer: everybody is told so and is out. A room that lasts is there
    /// again when its domain is.
    public void unserved() {
        gate.pass(leaving::unserved);
    }

    /// The request that is being handled, or that broke the room; null for none.
    @Nullable
    Request current() {
        return gate.current();
    }

    /// Lets time pass.
    ///
    /// @return whether there is anything that time will change
    public boolean tick() {
        gate.pass(() -> {
            leaving.expire(now());
            herald.departures().forgetOld(now());
            configuring.expire();
            followers.expire(now());
        });
        return !isIdle();
    }

    /// Whether it may be forgotten until somebody comes.
    public boolean isIdle() {
        return occupants.isEmpty() && followers.isEmpty() && !gate.isHeld();
    }

    // Operators do what clients do, without asking whether they may.

    /// Makes a room that is open at once and lasts, if there is none.
    public void create(String by, Jid owner, RoomConfig config, Runnable then) {
        pass(() -> joining.create(by, owner, config, then), then);
    }

    /// Ends the room.
    public void destroy(String by, String reason, String venue, Runnable then) {
        pass(() -> configuring.destroy(by, reason, venue, then), then);
    }

    /// Puts an occupant out, if there is one of that nickname.
    public void kick(String by, String nick, String reason, Runnable then) {
        pass(() -> administration.kick(by, nick, reason, then), then);
    }

    /// Changes affiliations; the room keeps at least one owner, else nothing happens.
    public void affiliate(String by, List<AffiliationsChanged.Change> changes, Runnable then) {
        pass(() -> administration.affiliate(by, changes, then), then);
    }

    /// Runs a turn in order with all else.
    ///
    /// @return false if too much waits already and the turn was not taken
    boolean operate(Runnable turn) {
        return gate.pass(turn);
    }

    private void pass(Runnable turn, Runnable otherwise) {
        if (!gate.pass(turn)) {
            otherwise.run();
        }
    }

    // What desks and aspects see.

    public Jid jid() {
        return jid;
    }

    public RoomState state() {
        return state;
    }

    public RoomConfig config() {
        return state.config();
    }

    public RoomLimits limits() {
        return terms.limits().get();
    }

    public Instant now() {
        return outside.now();
    }

    public RoomOutside outside() {
        return outside;
    }

    public Aspects aspects() {
        return terms.aspects();
    }

    /// Whether that address can be somebody's: a domain's is not, nor that of a room of this service.
    public boolean isPerson(Jid address) {
        return !address.local().isEmpty() && !address.domain().equals(jid.domain());
    }

    /// What a user is to the room; a service's admins own all of its rooms.
    public Affiliation affiliationOf(Jid user) {
        return affiliationOf(user, state);
    }

    /// What a user is to the room in that state of it.
    Affiliation affiliationOf(Jid user, RoomState of) {
        return terms.isServiceAdmin().test(jid.domain(), user.bare()) ? Affiliation.OWNER : of.affiliationOf(user);
    }

    /// Whether that user may speak, or might if it came in now.
    public boolean hasVoice(Jid user) {
        return joining.roleOf(user, affiliationOf(user)).isAtLeast(Role.PARTICIPANT);
    }

    /// Everybody in the room, in the order in which they came.
    public Collection<Occupant> everybody() {
        return occupants.all();
    }

    /// Who that client is in the room.
    public Optional<Occupant> occupant(Jid full) {
        return occupants.withSession(full);
    }

    /// All that a user is in the room as.
    public List<Occupant> occupantsOf(Jid user) {
        return occupants.of(user);
    }

    public Optional<Occupant> named(String nick) {
        return occupants.named(nick);
    }

    /// Whether that user may say so much now, to all or to one: what one says at once must fit
    /// beside what waits for the slowest who hears it.
    boolean maySay(Jid user, Stanza stanza) {
        return bytes.take(user, stanza.size(), now());
    }

    /// Whether that user may change something now that is kept and told to all.
    public boolean mayChange(Jid user) {
        return changes.take(user, now());
    }

    /// The same, of something that all may ask for and that is large.
    public boolean mayChange(Jid user, Stanza request) {
        return maySay(user, request) && mayChange(user);
    }

    /// The same, of so many affiliations and roles at once: ten more of them cost as much as one change. As many as one
    /// request may have never cost more than what a user has who has changed nothing of late.
    boolean mayChange(Jid user, int items) {
        var all = limits().rates().changes().burst();
        return changes.take(user, Math.min(1 + items / ITEMS_PER_CHANGE, all), now());
    }

    /// Whether that user may try to get in once more now.
    public boolean mayEnter(Jid user) {
        return joining.mayEnter(user);
    }

    /// Whether that user may bother moderators or admins once more now.
    public boolean mayRequest(Jid user) {
        return requests.take(user, now());
    }

    /// Whether that user may invite, decline or subscribe others so many more times, here and elsewhere.
    public boolean mayInvite(Jid user, int count) {
        return terms.invitations().take(user, count, now());
    }

    /// Whether that user may make the room wait for its store now, for what costs so much.
    boolean mayLookBack(Jid user, int cost) {
        return lookingBack.take(user, cost, now());
    }

    /// Whether somebody else is in the room under a nickname that looks like it, owns one, or has subscribed under one.
    public boolean isTaken(String nick, Jid user) {
        return occupants
                        .lookingLike(nick)
                        .filter(one -> !one.user().equals(user))
                        .isPresent()
                || holderOf(nick).filter(holder -> !holder.equals(user)).isPresent();
    }

    /// Whose that nickname is, in the room or not: owned, or subscribed under.
    public Optional<Jid> holderOf(String nick) {
        return nickHolders.of(nick, state.standings()).or(() -> subscribedNicks.of(nick, state.subscribers()));
    }

    /// Whether the room can't keep the standing of these users besides those that it keeps.
    public boolean isFullOfAffiliations(Jid... users) {
        return isTooMuch(
                "",
                Arrays.stream(users)
                        .map(user -> new AffiliationsChanged.Change(user.bare(), Affiliation.MEMBER, ""))
                        .toList());
    }

    /// Whether the room can't keep that subscription of a user who has none.
    public boolean isFullOfSubscribers(Jid user, RoomState.Subscription subscription) {
        return state.subscribers().size() >= limits().subscribersMax()
                || RoomWeight.of(state) + RoomWeight.of(user, subscription) > limits().storedBytesMax();
    }

    /// Whether the room can't keep what these changes add to it.
    boolean isTooMuch(String by, List<AffiliationsChanged.Change> changes) {
        var added = changes.stream()
                .filter(change -> change.affiliation() != Affiliation.NONE)
                .map(AffiliationsChanged.Change::jid)
                .filter(user -> !state.standings().containsKey(user))
                .distinct()
                .count();
        var weight = RoomWeight.of(changes, by);
        return state.standings().size() + added > limits().affiliationsMax()
                || (weight > 0 && RoomWeight.of(state) + weight > limits().storedBytesMax());
    }

    /// Changes affiliations and does all that follows from it; whether it may be is its caller's business.
    ///
    /// @param besides journalled with it
    /// @param notify whether those concerned who are not in the room are told, or invited
    public void affiliate(
            String by,
            List<AffiliationsChanged.Change> changes,
            List<RoomEvent> besides,
            boolean notify,
            Runnable then) {
        administration.affiliate(by, changes, besides, notify, then);
    }

    /// Gives an occupant a voice, as a moderator wants it.
    public void grantVoice(Request request, Occupant occupant) {
        administration.grantVoice(request, occupant);
    }

    History history() {
        return history;
    }

    /// Journals what happened, and which subscriptions end with it, and applies it, then goes on; the room waits.
    public void change(List<RoomEvent> events, Runnable then) {
        gate.hold();
        var all = subscribers.withEnds(events);
        outside.persist(all, () -> {
            var before = state;
            for (var event : all) {
                state = state.after(event);
            }
            then.run();
            subscribers.changed(before);
            gate.release();
        });
    }

    /// Runs `turn` once the newest rows of the log are in memory; the room waits.
    public void withHistory(Runnable turn) {
        if (historyRead || !state.exists()) {
            turn.run();
            return;
        }
        gate.hold();
        outside.tail(History.MESSAGES_MAX, rows -> {
            rows.forEach(history::add);
            historyRead = true;
            turn.run();
            gate.release();
        });
    }

    /// The subject was taken back: there is none from now on.
    void clearSubject() {
        var none = Stanza.message(jid, null, "groupchat", Element.of("subject", Namespaces.CLIENT));
        change(
                List.of(new RoomEvent.SubjectChanged(jid.toString(), now(), outside.mint(), none)),
                () -> herald.tell(new RelayItem.Say(outside.mint(), none)));
    }

    /// Keeps everything else waiting until [#release].
    void hold() {
        gate.hold();
    }

    void release() {
        gate.release();
    }

    /// Puts an occupant out.
    public void evict(Occupant occupant, Because why) {
        leaving.evict(occupant, why);
    }

    /// Says in the index of rooms what is said of this one, if that has changed.
    void relist() {
        var entry = entry();
        if (entry == null && listed != null) {
            outside.unindex();
        } else if (entry != null && !entry.equals(listed)) {
            outside.index(entry);
        }
        listed = entry;
    }

    private @Nullable RoomEntry entry() {
        var config = config();
        return !state.exists() || state.locked()
                ? null
                : new RoomEntry(
                        jid,
                        RoomOptions.displayName(config, jid),
                        config.get(RoomOptions.DESCRIPTION),
                        config.get(RoomOptions.LANGUAGE),
                        config.is(RoomOptions.PUBLIC),
                        !config.is(RoomOptions.PERSISTENT));
    }

    /// There is no such room any more.
    void forget() {
        herald.begin();
        history.clear();
        historyRead = false;
        relist();
    }

    Occupants occupants() {
        return occupants;
    }

    /// Who tells the occupants.
    public Herald herald() {
        return herald;
    }

    Faces faces() {
        return faces;
    }

    Joining joining() {
        return joining;
    }

    Leaving leaving() {
        return leaving;
    }

    Administration administration() {
        return administration;
    }

    Configuring configuring() {
        return configuring;
    }

    /// Who gets the room's messages without joining.
    public Subscribers subscribers() {
        return subscribers;
    }

    /// Those of them who are there to be told.
    public Followers followers() {
        return followers;
    }

    /// Where what happens is counted.
    public RoomCounters counters() {
        return terms.counters();
    }

    RoomTerms terms() {
        return terms;
    }
}
