package io.kith.sharding.feature;

import java.util.Locale;

/// An extension as it is supported here.
///
/// @param version of the specification that was followed
public record Xep(int number, String version, Coverage coverage) {

    /// How much of it.
    public enum Coverage {
        /// All that a server may be asked for.
        COMPLETE,
        /// What is left out is said in the feature's documentation.
        PARTIAL
    }

    public Xep {
        if (number < 1 || number > 9999 || version.isEmpty()) {
            throw new IllegalArgumentException("XEP " + number + " version '" + version + "'");
        }
    }

    /// As it is written: `XEP-0012`.
    public String name() {
        return String.format(Locale.ROOT, "XEP-%04d", number);
    }
}
