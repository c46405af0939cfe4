package io.kith.sharding.room;

import io.kith.persistence.archive.Row;
import io.kith.persistence.roomindex.RoomEntry;
import io.kith.proto.jid.Jid;
import io.kith.proto.jid.Nickname;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.room.relay.RelayItem;
import io.kith.sharding.session.Via;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All rules of one room: who is in it, who may do what, and what everybody is told. One thread, no I/O but through
/// [RoomOutside].
///
/// Stanzas are handled in the order in which they are given; while something must be waited for, what comes later
/// waits, at most [Gate#WAITING_MAX] of it.
public final class RoomMachine {

    /// How long a room may stay unconfigured (XEP-0045 §16.6: rooms left in that state are deleted).
    static final Duration LOCKED_MAX = Duration.ofMinutes(10);

    private final Jid jid;
    private final RoomTerms terms;
    private final RoomOutside outside;
    private final Gate gate = new Gate();
    private final Occupants occupants = new Occupants();
    private final History history;
    private final Faces faces;
    private final Joining joining;
    private final Leaving leaving;
    private final Speaking speaking;
    private final Whispering whispering;
    private final Administration administration;
    private final Configuring configuring;
    private final Paces requests;
    private final Paces queries;
    private Ring ring = new Ring(0);
    private Departures departures = new Departures(0);
    private RoomState state = RoomState.NONE;
    private @Nullable Map<String, Jid> nickHolders;
    private boolean historyRead;
    private boolean rolledUp;
    private @Nullable RoomEntry listed;

    public RoomMachine(Jid jid, RoomTerms terms, RoomOutside outside) {
        this.jid = jid;
        this.terms = terms;
        this.outside = outside;
        this.history = new History(jid);
        this.faces = new Faces(this);
        this.requests = new Paces(terms.limits().requests());
        this.queries = new Paces(terms.limits().queries());
        this.leaving = new Leaving(this);
        this.joining = new Joining(this);
        this.speaking = new Speaking(this);
        this.whispering = new Whispering(this);
        this.administration = new Administration(this);
        this.configuring = new Configuring(this);
    }

    /// The room as it is stored; to be called before anything else.
    public void loaded(RoomState stored) {
        state = stored;
        ring = new Ring(outside.mint());
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
        if (!gate.pass(() -> handle(request))) {
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

    /// A client's connection is lost; its seat is kept for a while.
    public void dormant(Jid full) {
        gate.pass(() -> leaving.dormant(full));
    }

    /// A node is gone; seats on it are kept for a short while.
    public void nodeGone(String node) {
        gate.pass(() -> leaving.nodeGone(node));
    }

    /// Lets time pass.
    ///
    /// @return whether there is anything that time will change
    public boolean tick() {
        gate.pass(() -> {
            leaving.expire(now());
            departures.forgetOld(now());
            if (state.locked() && state.created().plus(LOCKED_MAX).isBefore(now())) {
                configuring.destroy(jid.toString(), "The room was not configured in time", "");
            }
        });
        return !isIdle();
    }

    /// Whether it may be forgotten until somebody comes.
    public boolean isIdle() {
        return occupants.isEmpty() && !gate.isHeld();
    }

    private void handle(Request request) {
        var stanza = request.stanza();
        switch (stanza.kind()) {
            case PRESENCE -> {
                switch (stanza.type()) {
                    case "" -> joining.presence(request);
                    case "unavailable" -> leaving.unavailable(request);
                    case "error" -> leaving.bounced(request);
                    default -> request.accept(); // rooms have no subscriptions and no probes (XEP-0045 §16.3)
                }
            }
            case MESSAGE -> {
                if (stanza.isError()) {
                    whispering.error(request);
                } else if (stanza.isType("groupchat")) {
                    withHistory(() -> speaking.groupchat(request));
                } else if (request.nick().isEmpty()) {
                    speaking.toRoom(request);
                } else {
                    whispering.message(request);
                }
            }
            case IQ -> {
                if (!request.nick().isEmpty()) {
                    whispering.iq(request);
                } else if (stanza.isRequest()) {
                    query(request);
                } else {
                    request.accept(); // rooms ask nobody
                }
            }
        }
    }

    private void query(Request request) {
        if (!queries.take(request.from(), now())) {
            request.refuse(StanzaError.RESOURCE_CONSTRAINT);
        } else if (!state.exists()) {
            request.refuse(StanzaError.ITEM_NOT_FOUND);
        } else if (configuring.takes(request.stanza())) {
            configuring.handle(request);
        } else if (administration.takes(request.stanza())) {
            administration.handle(request);
        } else {
            var handler = aspects().iq(request.stanza());
            if (handler == null) {
                request.refuse(StanzaError.SERVICE_UNAVAILABLE);
            } else {
                handler.handle(this, request);
            }
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
        return terms.limits();
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

    /// What a user is to the room; a service's admins own all of its rooms.
    public Affiliation affiliationOf(Jid user) {
        return terms.isServiceAdmin().test(user.bare()) ? Affiliation.OWNER : state.affiliationOf(user);
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

    /// Whose nickname looks like this one, if it belongs to anybody.
    public Optional<Jid> holderOf(String nick) {
        var holders = nickHolders;
        if (holders == null) {
            holders = new HashMap<>();
            for (var entry : state.standings().entrySet()) {
                if (!entry.getValue().nick().isEmpty()) {
                    holders.put(Nickname.skeleton(entry.getValue().nick()), entry.getKey());
                }
            }
            nickHolders = holders;
        }
        return Optional.ofNullable(holders.get(Nickname.skeleton(nick)));
    }

    /// Whether that user may bother moderators or admins once more now.
    public boolean mayRequest(Jid user) {
        return requests.take(user, now());
    }

    public History history() {
        return history;
    }

    /// Journals what happened and applies it, then goes on; the room waits.
    public void change(List<RoomEvent> events, Runnable then) {
        gate.hold();
        outside.persist(events, () -> {
            for (var event : events) {
                state = state.after(event);
            }
            nickHolders = null;
            then.run();
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

    /// Keeps everything else waiting until [#release].
    void hold() {
        gate.hold();
    }

    void release() {
        gate.release();
    }

    /// Tells all occupants something from the room itself; not kept.
    public void announce(Stanza message) {
        tell(new RelayItem.Say(outside.mint(), message.withFrom(jid).withTo(null)));
    }

    /// Tells an occupant's clients something; not kept.
    public void tell(Occupant occupant, Stanza stanza) {
        for (var seat : occupant.seats()) {
            if (seat.isLive() && seat.edge() != null) {
                outside.relay(
                        seat.edge().node(),
                        new RelayItem.Tell(outside.mint(), seat.full(), List.of(stanza.withTo(null))));
            }
        }
    }

    /// Shows an occupant to all as it is now.
    public void show(Occupant occupant, Because why) {
        var item = new RelayItem.Show(outside.mint(), faces.of(occupant, why), false);
        occupant.changed(item.id());
        tell(item);
    }

    /// Puts an occupant out.
    public void evict(Occupant occupant, Because why) {
        leaving.evict(occupant, why);
    }

    /// Says to all what an occupant says, or the room: a row of the log first.
    void say(Stanza stanza, Row row, Runnable stored, Runnable impossible) {
        speaking.post(row, stanza, stored, impossible);
    }

    void tell(RelayItem item) {
        ring.add(item);
        outside.relay(item);
    }

    /// Tells the relays whether they roll up joins and leaves, if that has changed.
    void sizeChanged() {
        var from = config().get(RoomOptions.ROLL_UP);
        var size = occupants.size();
        var next = from > 0 && (size >= from || (rolledUp && size > from - from / 5)); // not back and forth at the edge
        if (next != rolledUp) {
            rolledUp = next;
            tellTerms();
        }
    }

    void tellTerms() {
        outside.relay(termsItem());
    }

    RelayItem.Terms termsItem() {
        return new RelayItem.Terms(outside.mint(), RoomOptions.isNonAnonymous(config()), rolledUp);
    }

    /// Says in the index of rooms what is said of this one, if that has changed.
    void relist() {
        var config = config();
        var entry = !state.exists() || state.locked()
                ? null
                : new RoomEntry(
                        jid,
                        RoomOptions.displayName(config, jid),
                        config.get(RoomOptions.DESCRIPTION),
                        config.get(RoomOptions.LANGUAGE),
                        config.is(RoomOptions.PUBLIC));
        if (entry == null && listed != null) {
            outside.unindex();
        } else if (entry != null && !entry.equals(listed)) {
            outside.index(entry);
        }
        listed = entry;
    }

    /// There is no such room any more.
    void forget() {
        ring = new Ring(outside.mint());
        departures = new Departures(0);
        history.clear();
        historyRead = false;
        rolledUp = false;
        relist();
    }

    Ring ring() {
        return ring;
    }

    Departures departures() {
        return departures;
    }

    Occupants occupants() {
        return occupants;
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

    RoomTerms terms() {
        return terms;
    }
}
