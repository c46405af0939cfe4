package io.kith.proto.sasl;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// What a server keeps of a password for one hash (RFC 5802 §3): enough to check a login, too little to log
/// in with.
///
/// A value: equal by content, its arrays are copied at the door, and `toString` shows no key. Salt and
/// iterations are told to anybody who begins a login; the two keys are secrets.
public final class ScramKeys {

    /// The iterations of new keys.
    public static final int ITERATIONS_DEFAULT = 10_000;

    /// The fewest that a server keeps and a client accepts (RFC 7677 §4).
    public static final int ITERATIONS_MIN = 4_096;

    /// The most that a server keeps and a client accepts: a hostile server shall not keep a client busy for
    /// minutes.
    public static final int ITERATIONS_MAX = 1_000_000;

    /// The length of a new salt.
    public static final int SALT_BYTES = 16;

    /// The longest salt of keys that come from elsewhere.
    public static final int SALT_BYTES_MAX = 256;

    private final ScramHash hash;
    private final byte[] salt;
    private final int iterations;
    private final byte[] storedKey;
    private final byte[] serverKey;

    /// Keys that were kept.
    ///
    /// @throws IllegalArgumentException when a length or the iterations are out of bounds
    public ScramKeys(ScramHash hash, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        checkSalt(salt);
        checkIterations(iterations);
        if (storedKey.length != hash.bytes() || serverKey.length != hash.bytes()) {
            throw new IllegalArgumentException("the keys of " + hash + " have " + hash.bytes() + " bytes");
        }
        this.hash = hash;
        this.salt = salt.clone();
        this.iterations = iterations;
        this.storedKey = storedKey.clone();
        this.serverKey = serverKey.clone();
    }

    /// The keys of a password (RFC 5802 §3). Costs milliseconds: keep it off the threads that serve
    /// connections.
    ///
    /// @throws IllegalArgumentException when salt or iterations are out of bounds
    public static ScramKeys derive(ScramHash hash, Password password, byte[] salt, int iterations) {
        checkSalt(salt);
        checkIterations(iterations);
        var salted = password.salted(hash, salt, iterations);
        var storedKey = hash.hash(hash.hmac(salted, "Client Key"));
        return new ScramKeys(hash, salt, iterations, storedKey, hash.hmac(salted, "Server Key"));
    }

    /// The keys of a new password, with a fresh salt and the default iterations.
    ///
    /// @param random a cryptographically strong one
    public static ScramKeys fresh(ScramHash hash, Password password, RandomGenerator random) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return derive(hash, password, salt, ITERATIONS_DEFAULT);
    }

    /// Whether they are the keys of this password, for mechanisms that show it to the server. Costs as much
    /// as [#derive], and as much for the wrong password as for the right one.
    public boolean match(Password password) {
        return MessageDigest.isEqual(storedKey, derive(hash, password, salt, iterations).storedKey);
    }

    /// The hash that they are for.
    public ScramHash hash() {
        return hash;
    }

    /// A copy of the salt.
    public byte[] salt() {
        return salt.clone();
    }

    /// How often the password was hashed.
    public int iterations() {
        return iterations;
    }

    /// A copy of the key that checks a client.
    public byte[] storedKey() {
        return storedKey.clone();
    }

    /// A copy of the key that proves the server.
    public byte[] serverKey() {
        return serverKey.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScramKeys that
                && hash == that.hash
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && MessageDigest.isEqual(storedKey, that.storedKey)
                && MessageDigest.isEqual(serverKey, that.serverKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(hash, iterations, Arrays.hashCode(salt));
    }

    @Override
    public String toString() {
        return "ScramKeys[" + hash + ", " + iterations + " iterations, …]";
    }

    private static void checkSalt(byte[] salt) {
        if (salt.length == 0 || salt.length > SALT_BYTES_MAX) {
            throw new IllegalArgumentException("a salt has 1 to " + SALT_BYTES_MAX + " bytes");
        }
    }

    private static void checkIterations(int iterations) {
        if (iterations < ITERATIONS_MIN || iterations > ITERATIONS_MAX) {
            throw new IllegalArgumentException("iterations are " + ITERATIONS_MIN + " to " + ITERATIONS_MAX);
        }
    }
}
