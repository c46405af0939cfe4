package io.kith.proto.sasl;

import com.ongres.stringprep.Profile;
import com.ongres.stringprep.Stringprep;
import java.util.Optional;

/// A password prepared by SASLprep (RFC 4013), in which spellings that look alike are one. It is not empty,
/// and not longer than [#CHARS_MAX]. It is never printed.
///
/// Code points that Unicode 3.2 did not know are let through (RFC 3454 §7 calls that a query), also when the
/// password is set: people do put emoji there, and what is stored and what is asked are prepared alike.
public final class Password {

    /// The longest password, before and after its preparation, which may lengthen it.
    public static final int CHARS_MAX = 1024;

    private static final Profile SASLPREP = Stringprep.getProvider("SASLprep");

    private final String prepared;

    private Password(String prepared) {
        this.prepared = prepared;
    }

    /// Prepares what somebody typed; empty when it cannot be a password.
    public static Optional<Password> of(String typed) {
        if (typed.isEmpty() || typed.length() > CHARS_MAX) {
            return Optional.empty();
        }
        return prepare(typed)
                .filter(text -> !text.isEmpty() && text.length() <= CHARS_MAX)
                .map(Password::new);
    }

    /// SASLprep alone; empty for text with prohibited characters or with mixed direction.
    static Optional<String> prepare(String text) {
        try {
            return Optional.of(SASLPREP.prepareQuery(text));
        } catch (IllegalArgumentException prohibited) {
            return Optional.empty();
        } catch (ArrayIndexOutOfBoundsException nothingLeft) {
            // stringprep 2.2 looks at the first character of what is left, also when all was mapped to nothing.
            return Optional.empty();
        }
    }

    byte[] salted(ScramHash hash, byte[] salt, int iterations) {
        return hash.salted(prepared, salt, iterations);
    }

    @Override
    public String toString() {
        return "Password[…]";
    }
}
