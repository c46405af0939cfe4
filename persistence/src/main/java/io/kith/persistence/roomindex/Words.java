package io.kith.persistence.roomindex;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/// The words by which a room is found: runs of letters and digits, in lower case, without accents.
final class Words {

    /// So many words of a room are found, the first ones.
    static final int WORDS_MAX = 32;

    /// So many words are looked for, the first ones.
    static final int ASKED_MAX = 8;

    /// What is longer is found by its beginning.
    static final int CHARACTERS_MAX = 40;

    private Words() {}

    static Collection<String> of(RoomEntry entry) {
        return in(WORDS_MAX, entry.room().local(), entry.name(), entry.description());
    }

    /// What to look for, the longest first: it has the fewest rooms.
    static List<String> asked(String text) {
        return in(ASKED_MAX, text).stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /// Whether each of these begins a word of that room.
    static boolean are(RoomEntry entry, List<String> asked) {
        var words = of(entry);
        return asked.stream().allMatch(start -> words.stream().anyMatch(word -> word.startsWith(start)));
    }

    private static Collection<String> in(int max, String... texts) {
        var words = new TreeSet<String>();
        for (var text : texts) {
            for (var word : normal(text).split("[^\\p{L}\\p{N}]+", -1)) {
                if (word.length() >= RoomIndex.SEARCH_CHARACTERS_MIN && words.size() < max) {
                    words.add(cut(word));
                }
            }
        }
        return words;
    }

    static String head(String word) {
        return word.substring(0, RoomIndex.SEARCH_CHARACTERS_MIN);
    }

    /// Above every word that begins with `start`.
    static String beyond(String start) {
        return start + Character.toString(Character.MAX_CODE_POINT);
    }

    private static String cut(String word) {
        return word.length() <= CHARACTERS_MAX ? word : word.substring(0, CHARACTERS_MAX);
    }

    private static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }
}
