package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.relay.Shown;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A user in a room under one nickname, with one or several clients. Belongs to its room's turn.
public final class Occupant {

    private final Jid user;
    private final long order;
    private final Map<Jid, Seat> seats = new LinkedHashMap<>();
    private Jid address;
    private Role role;
    private Jid shown;
    private long changedId;
    private long turned;
    private boolean moderates;
    private boolean hidden;

    /// @param address the room's address with the nickname
    /// @param order where it stands among the occupants: the id under which it entered
    Occupant(Jid address, Jid user, Role role, long order) {
        this.address = address;
        this.user = user;
        this.role = role;
        this.order = order;
        this.turned = order;
        this.shown = user;
    }

    /// The room's address with the nickname.
    public Jid address() {
        return address;
    }

    public String nick() {
        return address.resource();
    }

    /// The bare address of the user behind it.
    public Jid user() {
        return user;
    }

    public Role role() {
        return role;
    }

    /// The full addresses of its clients, in the order in which they came.
    public List<Jid> sessions() {
        return List.copyOf(seats.keySet());
    }

    /// Whether any of its clients is connected; the others are away and may come back.
    public boolean isConnected() {
        return seats.values().stream().anyMatch(Seat::isLive);
    }

    /// The client that answers for it: the one whose presence is shown, if it is connected.
    public Jid primary() {
        var seat = seats.get(shown);
        if (seat != null && seat.isLive()) {
            return shown;
        }
        for (var other : seats.values()) {
            if (other.isLive()) {
                return other.full();
            }
        }
        return shown;
    }

    long order() {
        return order;
    }

    /// The id of the item that showed it last.
    long changedId() {
        return changedId;
    }

    void changed(long id) {
        changedId = id;
    }

    /// The id of the item with which it became a moderator or not, hidden or not, as it is now; that of its coming
    /// if it has always been so.
    long turned() {
        return turned;
    }

    /// It is shown so under this id, as it was or not.
    void shown(long id, boolean nowModerates, boolean nowHidden) {
        if (changedId != 0 && (moderates != nowModerates || hidden != nowHidden)) {
            turned = id;
        }
        moderates = nowModerates;
        hidden = nowHidden;
        changedId = id;
    }

    /// What was shown under a later id than this is shown again.
    void shownAgain(long id, long after) {
        if (turned > after) {
            turned = id;
        }
        changedId = id;
    }

    /// As another life of the room has shown it.
    void adopted(Shown as) {
        turned = as.turned();
        moderates = as.seesJids();
        hidden = as.hidden();
    }

    void role(Role newRole) {
        role = newRole;
    }

    void address(Jid newAddress) {
        address = newAddress;
    }

    Collection<Seat> seats() {
        return Collections.unmodifiableCollection(seats.values());
    }

    Optional<Seat> seat(Jid full) {
        return Optional.ofNullable(seats.get(full));
    }

    /// Puts a client in its place; its presence is the one that is shown.
    void put(Seat seat) {
        seats.put(seat.full(), seat);
        shown = seat.full();
    }

    /// Changes where a client is without a change of what is shown.
    void move(Seat seat) {
        seats.put(seat.full(), seat);
    }

    /// @return whether another presence is shown now
    boolean remove(Jid full) {
        seats.remove(full);
        if (!full.equals(shown) || seats.isEmpty()) {
            return false;
        }
        shown = seats.keySet().stream().reduce((_, last) -> last).orElseThrow();
        return true;
    }

    /// The full address that is told with its presence.
    Jid shownSession() {
        return shown;
    }

    Stanza presence() {
        var seat = seats.get(shown);
        if (seat == null) {
            throw new IllegalStateException("an occupant without a client");
        }
        return seat.presence();
    }
}
