package io.kith.proto.sasl;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A password as a client keeps it: with the result of the costly derivation for the salt it met last, so
/// that the next login to the same server is cheap (RFC 5802 §5.1 allows it). Safe for use by several
/// threads.
public final class ClientPassword {

    private static final class Salted {
        private final ScramHash hash;
        private final byte[] salt;
        private final int iterations;
        private final byte[] password;

        private Salted(ScramHash hash, byte[] salt, int iterations, byte[] password) {
            this.hash = hash;
            this.salt = salt;
            this.iterations = iterations;
            this.password = password;
        }

        private boolean isFor(ScramHash askedHash, byte[] askedSalt, int askedIterations) {
            return hash == askedHash && iterations == askedIterations && Arrays.equals(salt, askedSalt);
        }
    }

    private final Password password;
    private volatile @Nullable Salted last;

    public ClientPassword(Password password) {
        this.password = password;
    }

    byte[] salted(ScramHash hash, byte[] salt, int iterations) {
        var known = last;
        if (known != null && known.isFor(hash, salt, iterations)) {
            return known.password;
        }
        var derived = password.salted(hash, salt, iterations);
        last = new Salted(hash, salt, iterations, derived);
        return derived;
    }

    @Override
    public String toString() {
        return "ClientPassword[…]";
    }
}
