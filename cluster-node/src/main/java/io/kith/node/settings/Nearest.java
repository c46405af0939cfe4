package io.kith.node.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The word that somebody who mistyped probably meant.
public final class Nearest {

    private Nearest() {}

    /// The candidate with the fewest edits from `word`; none when all differ in more than half of it.
    public static Optional<String> of(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> edits(word, candidate) * 2 <= Math.max(word.length(), candidate.length()))
                .min(Comparator.comparingInt((String candidate) -> edits(word, candidate))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /// How many letters to insert, delete or replace (Levenshtein).
    static int edits(String from, String to) {
        var row = new int[to.length() + 1];
        for (var i = 0; i <= to.length(); i++) {
            row[i] = i;
        }
        for (var i = 1; i <= from.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.length(); j++) {
                var above = row[j];
                var replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
