package io.kith.persistence.account;

import java.util.Arrays;
import java.util.Objects;

/// What is kept of a password for one SCRAM mechanism (RFC 5802 §3): enough to check it, not to know it.
///
/// @param mechanism the SASL name without `-PLUS`, for instance `SCRAM-SHA-256`
/// @param salt the salt, shared and never modified, as both keys
@SuppressWarnings("ArrayRecordComponent") // written once, read at logins; equality is by content below
public record StoredKeys(String mechanism, byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {

    public StoredKeys {
        if (mechanism.isEmpty() || salt.length == 0 || iterations < 1) {
            throw new IllegalArgumentException("keys without a mechanism, salt or iterations");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredKeys keys
                && mechanism.equals(keys.mechanism)
                && iterations == keys.iterations
                && Arrays.equals(salt, keys.salt)
                && Arrays.equals(storedKey, keys.storedKey)
                && Arrays.equals(serverKey, keys.serverKey);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mechanism, iterations, Arrays.hashCode(salt));
    }

    /// Without the keys: they must never reach a log.
    @Override
    public String toString() {
        return "StoredKeys[" + mechanism + ", " + iterations + " iterations]";
    }
}
