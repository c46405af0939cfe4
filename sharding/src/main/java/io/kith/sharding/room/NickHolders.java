package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.jid.Nickname;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whose the reserved nicknames of a room are, by what they look like; made anew when the room's standings are others.
final class NickHolders {

    private final Map<String, Jid> bySkeleton = new HashMap<>();
    private @Nullable Map<Jid, Standing> made;

    @SuppressWarnings(
            "ReferenceEquality") // a state that changes has another map; to compare them costs what this saves
    Optional<Jid> of(String nick, Map<Jid, Standing> standings) {
        if (made != standings) {
            bySkeleton.clear();
            standings.forEach((user, standing) -> {
                if (!standing.nick().isEmpty()) {
                    bySkeleton.put(Nickname.skeleton(standing.nick()), user);
                }
            });
            made = standings;
        }
        return bySkeleton.isEmpty() ? Optional.empty() : Optional.ofNullable(bySkeleton.get(Nickname.skeleton(nick)));
    }
}
