package io.kith.sharding.room;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Why an occupant's presence is told: status codes (XEP-0045 §16.6) and what goes with them.
///
/// @param codes in any order; they are written in ascending order
/// @param actor the nickname of who did it, or null
/// @param reason as its giver put it, or ""
/// @param newNick the nickname to come, or ""
public record Because(Set<Integer> codes, @Nullable String actor, String reason, String newNick) {

    /// Nothing out of the ordinary.
    public static final Because NOTHING = new Because(Set.of(), null, "", "");

    /// Copies the set.
    public Because {
        codes = Set.copyOf(codes);
    }

    public static Because of(Integer... codes) {
        return new Because(Set.of(codes), null, "", "");
    }

    /// What an actor did, for a reason.
    public static Because by(@Nullable String actor, String reason, Integer... codes) {
        return new Because(Set.of(codes), actor, reason, "");
    }

    static Because renamed(String newNick) {
        return new Because(Set.of(303), null, "", newNick);
    }

    Because with(List<Integer> more) {
        var all = new TreeSet<>(codes);
        all.addAll(more);
        return new Because(all, actor, reason, newNick);
    }
}
