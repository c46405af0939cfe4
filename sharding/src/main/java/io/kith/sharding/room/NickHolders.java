package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.jid.Nickname;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Whose the nicknames are that users of a room own, by what they look like. Gone through anew when these are others;
/// what a nickname looks like, which costs a hundred times more, is found out once.
///
/// @param <T> what a user owns a nickname with
final class NickHolders<T> {

    private record Owned(String nick, String skeleton) {}

    private final Function<T, String> nickOf;
    private final UnaryOperator<String> skeletonOf;
    private final Map<Jid, Owned> known = new HashMap<>();
    private final Map<String, Jid> bySkeleton = new HashMap<>();
    private @Nullable Map<Jid, T> made;

    /// @param nickOf the nickname, "" for none
    NickHolders(Function<T, String> nickOf) {
        this(nickOf, Nickname::skeleton);
    }

    NickHolders(Function<T, String> nickOf, UnaryOperator<String> skeletonOf) {
        this.nickOf = nickOf;
        this.skeletonOf = skeletonOf;
    }

    @SuppressWarnings(
            "ReferenceEquality") // a state that changes has another map; to compare them costs what this saves
    Optional<Jid> of(String nick, Map<Jid, T> owners) {
        if (made != owners) {
            known.keySet().retainAll(owners.keySet());
            bySkeleton.clear();
            owners.forEach((user, owned) -> own(user, nickOf.apply(owned)));
            made = owners;
        }
        return bySkeleton.isEmpty() ? Optional.empty() : Optional.ofNullable(bySkeleton.get(skeletonOf.apply(nick)));
    }

    private void own(Jid user, String nick) {
        if (nick.isEmpty()) {
            known.remove(user);
            return;
        }
        var before = known.get(user);
        var now = before != null && before.nick().equals(nick) ? before : new Owned(nick, skeletonOf.apply(nick));
        known.put(user, now);
        bySkeleton.put(now.skeleton(), user);
    }
}
