package io.kith.proto.sasl;

/// Keys for accounts that do not exist, so that a stranger cannot tell which do: the same name is always
/// answered with the same salt, of the usual length, and no password fits.
///
/// They hide an account only among accounts whose keys have the same iterations and salt length, and only
/// when the caller looked the name up first and names it in its prepared form (look-alikes of one name must
/// get one salt).
public final class FakeKeys {

    private static final int SECRET_BYTES_MIN = 16;

    private final byte[] secret;
    private final int iterations;

    /// @param secret at least 16 bytes that nobody else knows, the same on every node and after every restart
    /// @param iterations those of the real keys
    public FakeKeys(byte[] secret, int iterations) {
        if (secret.length < SECRET_BYTES_MIN) {
            throw new IllegalArgumentException("the secret has at least " + SECRET_BYTES_MIN + " bytes");
        }
        if (iterations < ScramKeys.ITERATIONS_MIN || iterations > ScramKeys.ITERATIONS_MAX) {
            throw new IllegalArgumentException("iterations are out of bounds");
        }
        this.secret = secret.clone();
        this.iterations = iterations;
    }

    /// The keys to check a login of this name with; the login fails.
    ///
    /// @param account the account's prepared address or name, unique among the names the server might be
    ///     asked for
    public ScramKeys of(ScramHash hash, String account) {
        var salt = new byte[ScramKeys.SALT_BYTES];
        System.arraycopy(hash.hmac(secret, "salt\0" + account), 0, salt, 0, salt.length);
        // No known password, and no known preimage of the stored key, gives these.
        var storedKey = hash.hmac(secret, "stored key\0" + account);
        var serverKey = hash.hmac(secret, "server key\0" + account);
        return new ScramKeys(hash, salt, iterations, storedKey, serverKey);
    }

    @Override
    public String toString() {
        return "FakeKeys[…]";
    }
}
