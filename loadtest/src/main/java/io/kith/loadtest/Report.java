package io.kith.loadtest;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a run found: one line per repeat, and the median of all but a warm-up.
final class Report {

    private final PrintStream out;
    private final String unit;
    private final List<Double> repeats = new ArrayList<>();

    Report(PrintStream out, String unit) {
        this.out = out;
        this.unit = unit;
    }

    void warmUp(double value) {
        out.printf(Locale.ROOT, "warm-up: %.2f %s%n", value, unit);
    }

    void repeat(double value) {
        repeats.add(value);
        out.printf(Locale.ROOT, "repeat %d: %.2f %s%n", repeats.size(), value, unit);
    }

    void median() {
        out.printf(Locale.ROOT, "median of %d: %.2f %s%n", repeats.size(), median(repeats), unit);
    }

    static double median(List<Double> values) {
        var sorted = values.stream().sorted().toList();
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
