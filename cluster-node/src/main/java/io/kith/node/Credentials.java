package io.kith.node;

import io.kith.persistence.account.AccountRecord;
import io.kith.persistence.account.StoredKeys;
import io.kith.proto.sasl.Password;
import io.kith.proto.sasl.ScramHash;
import io.kith.proto.sasl.ScramKeys;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Between the keys that arithmetic knows and the keys that the store keeps.
final class Credentials {

    private Credentials() {}

    /// What to store of a new password: keys for every SCRAM mechanism. Costs tens of milliseconds.
    ///
    /// @param random a cryptographically strong one
    public static List<StoredKeys> of(Password password, RandomGenerator random) {
        return Arrays.stream(ScramHash.values())
                .map(hash -> stored(ScramKeys.fresh(hash, password, random)))
                .toList();
    }

    /// The keys of an account for one hash; empty when it has none.
    static Optional<ScramKeys> find(AccountRecord account, ScramHash hash) {
        for (var keys : account.credentials()) {
            if (keys.mechanism().equals(mechanism(hash))) {
                return Optional.of(
                        new ScramKeys(hash, keys.salt(), keys.iterations(), keys.storedKey(), keys.serverKey()));
            }
        }
        return Optional.empty();
    }

    private static StoredKeys stored(ScramKeys keys) {
        return new StoredKeys(
                mechanism(keys.hash()), keys.salt(), keys.iterations(), keys.storedKey(), keys.serverKey());
    }

    private static String mechanism(ScramHash hash) {
        return switch (hash) {
            case SHA_1 -> "SCRAM-SHA-1";
            case SHA_256 -> "SCRAM-SHA-256";
            case SHA_512 -> "SCRAM-SHA-512";
        };
    }
}
