package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.jid.Nickname;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whose the nicknames are that users of a room own, by what they look like; made anew when these are others.
///
/// @param <T> what a user owns a nickname with
final class NickHolders<T> {

    private final Map<String, Jid> bySkeleton = new HashMap<>();
    private final Function<T, String> nickOf;
    private @Nullable Map<Jid, T> made;

    /// @param nickOf the nickname, "" for none
    NickHolders(Function<T, String> nickOf) {
        this.nickOf = nickOf;
    }

    @SuppressWarnings(
            "ReferenceEquality") // a state that changes has another map; to compare them costs what this saves
    Optional<Jid> of(String nick, Map<Jid, T> owners) {
        if (made != owners) {
            bySkeleton.clear();
            owners.forEach((user, owned) -> {
                var its = nickOf.apply(owned);
                if (!its.isEmpty()) {
                    bySkeleton.put(Nickname.skeleton(its), user);
                }
            });
            made = owners;
        }
        return bySkeleton.isEmpty() ? Optional.empty() : Optional.ofNullable(bySkeleton.get(Nickname.skeleton(nick)));
    }
}
