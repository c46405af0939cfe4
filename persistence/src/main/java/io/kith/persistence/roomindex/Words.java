package io.kith.persistence.roomindex;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;

/// The words by which a room is found: runs of letters and digits, in lower case, without accents.
final class Words {

    /// So many words of a room are found, the first ones.
    static final int WORDS_MAX = 32;

    /// What is longer is found by its beginning.
    static final int CHARACTERS_MAX = 40;

    private Words() {}

    static Collection<String> of(RoomEntry entry) {
        var words = new TreeSet<String>();
        for (var text : new String[] {entry.room().local(), entry.name(), entry.description()}) {
            for (var word : normal(text).split("[^\\p{L}\\p{N}]+", -1)) {
                if (word.length() >= RoomIndex.SEARCH_CHARACTERS_MIN && words.size() < WORDS_MAX) {
                    words.add(cut(word));
                }
            }
        }
        return words;
    }

    /// What to look for, in the form that words have.
    static String start(String asked) {
        var start = cut(normal(asked.strip()));
        if (start.length() < RoomIndex.SEARCH_CHARACTERS_MIN) {
            throw new IllegalArgumentException(
                    "at least " + RoomIndex.SEARCH_CHARACTERS_MIN + " characters are searched for");
        }
        return start;
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
