package io.kith.persistence.roomindex;

import io.kith.proto.jid.Jid;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// The index of all rooms.
///
/// A page costs the same however many rooms there are. Changes are seen at once by whoever asks later; a change that
/// fails half-way leaves words too many, never too few, and is made good by the next. All futures fail with a
/// [io.kith.persistence.failure.StoreException].
public interface RoomIndex {

    /// The most entries that one page has.
    int PAGE_MAX = 200;

    /// The fewest characters that can be searched for.
    int SEARCH_CHARACTERS_MIN = 2;

    /// Puts in the room's entry, or replaces it. Not for two at a time of the same room.
    CompletionStage<Void> put(RoomEntry entry);

    /// Takes out the room's entry. Repeatable.
    CompletionStage<Void> remove(Jid room);

    /// The entries of a service in the order of the names' bytes.
    ///
    /// @param afterLocal the last local part that is known, `""` for the beginning
    /// @param listedOnly whether rooms that are not listed are left out
    /// @throws IllegalArgumentException if `limit` is not from 1 to [#PAGE_MAX]
    CompletionStage<List<RoomEntry>> page(String service, String afterLocal, int limit, boolean listedOnly);

    /// Listed rooms with words, in address, name or description, that begin with the words of `asked`: at most `limit`,
    /// in no order, and among the first `limit` with the longest of these words.
    ///
    /// @throws IllegalArgumentException if `asked` has no word to look for ([#isWords]), or `limit` as above
    CompletionStage<List<RoomEntry>> search(String service, String asked, int limit);

    /// Whether there is anything to look for: a word of [#SEARCH_CHARACTERS_MIN] letters or digits.
    static boolean isWords(String asked) {
        return !Words.asked(asked).isEmpty();
    }

    /// Checks what is asked for.
    static List<String> requireWords(String asked) {
        var words = Words.asked(asked);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("no word of " + SEARCH_CHARACTERS_MIN + " characters to search for");
        }
        return words;
    }

    /// Checks a limit.
    static void requirePage(int limit) {
        if (limit < 1 || limit > PAGE_MAX) {
            throw new IllegalArgumentException("a page of " + limit + " rooms, at most " + PAGE_MAX);
        }
    }
}
