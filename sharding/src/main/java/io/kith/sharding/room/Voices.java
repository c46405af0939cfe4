package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/// To whom a moderator has given a voice and from whom one was taken, so that neither coming again nor another life of
/// the room changes that (XEP-0045 §5.1). Immutable.
///
/// Who was made a moderator is that until it leaves: a role that rules others is no affiliation. Of more than
/// [#KEPT_MAX] users, or of more than [#CHARACTERS_MAX] of their addresses, the eldest are forgotten.
///
/// @param byUser participants and visitors by bare address, the eldest first
public record Voices(Map<Jid, Role> byUser) {

    /// Nobody's.
    public static final Voices NONE = new Voices(Map.of());

    /// Users.
    static final int KEPT_MAX = 1_000;

    /// Of all addresses: a room is one cell of its store.
    static final int CHARACTERS_MAX = 100_000;

    /// Copies the map, in its order.
    public Voices {
        byUser = Collections.unmodifiableMap(new LinkedHashMap<>(byUser));
    }

    boolean isGiven(Jid user) {
        return byUser.get(user.bare()) == Role.PARTICIPANT;
    }

    boolean isTaken(Jid user) {
        return byUser.get(user.bare()) == Role.VISITOR;
    }

    Voices with(Jid user, Role role) {
        var next = new LinkedHashMap<>(byUser);
        next.remove(user);
        if (role == Role.PARTICIPANT || role == Role.VISITOR) {
            next.put(user, role);
        }
        var characters = next.keySet().stream().mapToInt(Voices::length).sum();
        var eldest = next.keySet().iterator();
        while (next.size() > KEPT_MAX || characters > CHARACTERS_MAX) {
            characters -= length(eldest.next());
            eldest.remove();
        }
        return new Voices(next);
    }

    private static int length(Jid user) {
        return user.local().length() + user.domain().length();
    }

    /// A voice that was given is gone with the kick; one that was taken stays taken.
    Voices kicked(Jid user) {
        return isGiven(user) ? without(user::equals) : this;
    }

    /// What a user or a domain is to the room has changed, and what holds for that from now on is what it speaks by:
    /// but only a place in the room gives back a voice that was taken.
    Voices affiliated(Jid whom, Affiliation now) {
        var isVoiceBack = now.isAtLeast(Affiliation.MEMBER);
        return without(user -> (isVoiceBack || isGiven(user))
                && (whom.local().isEmpty() ? user.domain().equals(whom.domain()) : user.equals(whom)));
    }

    /// Only those that were taken.
    Voices taken() {
        return without(this::isGiven);
    }

    private Voices without(Predicate<Jid> users) {
        var next = new LinkedHashMap<>(byUser);
        return next.keySet().removeIf(users) ? new Voices(next) : this;
    }
}
