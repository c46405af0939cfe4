package io.kith.loadtest;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a scenario found: one value per repeat.
///
/// @param what what was done, in words
/// @param unit of the values
record Figure(String what, String unit, List<Double> repeats) {

    Figure {
        repeats = List.copyOf(repeats);
    }

    double median() {
        var sorted = repeats.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /// One line: the median, and what it is the median of.
    String line() {
        return what + ": median " + number(median()) + " " + unit + " of " + listed();
    }

    String listed() {
        return repeats.stream().map(Figure::number).collect(Collectors.joining("; "));
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%,.0f", value);
    }
}
