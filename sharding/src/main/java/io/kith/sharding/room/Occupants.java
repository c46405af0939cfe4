package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.jid.Nickname;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who is in a room: by nickname, by what nicknames look like, by client and by user.
final class Occupants {

    private final Map<String, Occupant> byNick = new LinkedHashMap<>();
    private final Map<String, Occupant> bySkeleton = new HashMap<>();
    private final Map<Jid, Occupant> bySession = new HashMap<>();
    private final Map<Jid, Set<Occupant>> byUser = new HashMap<>();
    private final Map<String, Integer> seatsByNode = new HashMap<>();

    int size() {
        return byNick.size();
    }

    boolean isEmpty() {
        return byNick.isEmpty();
    }

    /// In the order in which they came.
    Collection<Occupant> all() {
        return Collections.unmodifiableCollection(byNick.values());
    }

    /// The same, for a loop that changes them.
    List<Occupant> copy() {
        return new ArrayList<>(byNick.values());
    }

    Optional<Occupant> named(String nick) {
        return Optional.ofNullable(byNick.get(nick));
    }

    /// Whoever has a nickname that looks like this one.
    Optional<Occupant> lookingLike(String nick) {
        return Optional.ofNullable(bySkeleton.get(Nickname.skeleton(nick)));
    }

    Optional<Occupant> withSession(Jid full) {
        return Optional.ofNullable(bySession.get(full));
    }

    /// All that a user is in the room as.
    List<Occupant> of(Jid user) {
        return List.copyOf(byUser.getOrDefault(user.bare(), Set.of()));
    }

    /// Whether it has not gone.
    boolean has(Occupant occupant) {
        return named(occupant.nick()).filter(one -> one == occupant).isPresent();
    }

    boolean hasSeatsOn(String node) {
        return seatsByNode.containsKey(node);
    }

    void add(Occupant occupant) {
        byNick.put(occupant.nick(), occupant);
        bySkeleton.put(Nickname.skeleton(occupant.nick()), occupant);
        byUser.computeIfAbsent(occupant.user(), _ -> new LinkedHashSet<>()).add(occupant);
    }

    /// Takes out an occupant whose last client has left.
    void remove(Occupant occupant) {
        byNick.remove(occupant.nick());
        bySkeleton.remove(Nickname.skeleton(occupant.nick()));
        var rest = byUser.get(occupant.user());
        if (rest != null) {
            rest.remove(occupant);
            if (rest.isEmpty()) {
                byUser.remove(occupant.user());
            }
        }
    }

    void rename(Occupant occupant, Jid address) {
        byNick.remove(occupant.nick());
        bySkeleton.remove(Nickname.skeleton(occupant.nick()));
        occupant.address(address);
        byNick.put(occupant.nick(), occupant);
        bySkeleton.put(Nickname.skeleton(occupant.nick()), occupant);
    }

    /// Puts a client in its place and shows its presence.
    void seat(Occupant occupant, Seat seat) {
        uncount(seat.full());
        occupant.put(seat);
        bySession.put(seat.full(), occupant);
        count(seat);
    }

    /// Changes where a client is, or whether it is there, without a change of what is shown.
    void move(Occupant occupant, Seat seat) {
        uncount(seat.full());
        occupant.move(seat);
        bySession.put(seat.full(), occupant);
        count(seat);
    }

    /// @return whether another presence of the occupant is shown now
    boolean unseat(Occupant occupant, Jid full) {
        uncount(full);
        bySession.remove(full);
        return occupant.remove(full);
    }

    private void count(Seat seat) {
        if (seat.edge() != null) {
            seatsByNode.merge(seat.edge().node(), 1, Integer::sum);
        }
    }

    private void uncount(Jid full) {
        var occupant = bySession.get(full);
        if (occupant == null) {
            return;
        }
        occupant.seat(full).ifPresent(seat -> {
            if (seat.edge() != null) {
                seatsByNode.computeIfPresent(seat.edge().node(), (_, count) -> count == 1 ? null : count - 1);
            }
        });
    }
}
