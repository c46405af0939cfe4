package io.kith.node.admin;

import java.util.regex.Pattern;

/// What users have written, where operators read it line by line: it makes no lines of its own, and tells a terminal
/// nothing.
public final class OneLine {

    /// Control characters, line separators, and what turns the direction of text around.
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\u061C\\u200E\\u200F\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]+");

    private OneLine() {}

    /// The text with a space for whatever would not stay in its line.
    public static String of(String text) {
        return UNSEEN.matcher(text).replaceAll(" ");
    }

    /// Columns with tabs between.
    public static String of(String first, String... others) {
        var line = new StringBuilder(of(first));
        for (var other : others) {
            line.append('\t').append(of(other));
        }
        return line.toString();
    }
}
