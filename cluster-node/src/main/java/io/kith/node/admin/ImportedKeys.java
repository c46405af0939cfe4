package io.kith.node.admin;

import io.kith.persistence.account.StoredKeys;
import io.kith.proto.sasl.ScramHash;
import io.kith.proto.sasl.ScramKeys;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;

/// What another server keeps of a password, as text: `MECHANISM,ITERATIONS,SALT,STORED-KEY,SERVER-KEY` for each SCRAM
/// mechanism, in base64, separated by spaces. An account that moves here with it keeps its password, which nobody has
/// to know.
///
/// Only keys that look like those made here are taken, for a stranger tells accounts that exist from those that don't
/// by other iterations or another length of the salt.
final class ImportedKeys {

    private static final int FIELDS = 5;

    private ImportedKeys() {}

    /// Reads it.
    ///
    /// @throws Refusal when it is no such text
    static List<StoredKeys> parse(String text) {
        var all = new ArrayList<StoredKeys>();
        var mechanisms = new HashSet<String>();
        for (var one : text.strip().split(" +", ScramHash.values().length + 1)) {
            var keys = parseOne(one.split(",", FIELDS + 1));
            if (!mechanisms.add(keys.mechanism())) {
                throw refused("there are two keys for " + keys.mechanism());
            }
            all.add(keys);
        }
        if (!mechanisms.contains("SCRAM-SHA-256")) {
            throw refused("there is no key for SCRAM-SHA-256");
        }
        return all;
    }

    private static StoredKeys parseOne(String[] fields) {
        if (fields.length != FIELDS) {
            throw refused("a key is MECHANISM,ITERATIONS,SALT,STORED-KEY,SERVER-KEY");
        }
        var hash = switch (fields[0]) {
            case "SCRAM-SHA-1" -> ScramHash.SHA_1;
            case "SCRAM-SHA-256" -> ScramHash.SHA_256;
            case "SCRAM-SHA-512" -> ScramHash.SHA_512;
            default -> throw refused("there is no mechanism '" + fields[0] + "' here");
        };
        try {
            var base64 = Base64.getDecoder();
            var keys = new ScramKeys(
                    hash,
                    base64.decode(fields[2]),
                    Integer.parseInt(fields[1]),
                    base64.decode(fields[3]),
                    base64.decode(fields[4]));
            if (keys.iterations() != ScramKeys.ITERATIONS_DEFAULT || keys.salt().length != ScramKeys.SALT_BYTES) {
                throw refused("a key has " + ScramKeys.ITERATIONS_DEFAULT + " iterations and a salt of "
                        + ScramKeys.SALT_BYTES + " bytes here");
            }
            return new StoredKeys(fields[0], keys.salt(), keys.iterations(), keys.storedKey(), keys.serverKey());
        } catch (IllegalArgumentException e) {
            throw refused("the key for " + fields[0] + " is none: " + e.getMessage());
        }
    }

    private static Refusal refused(String why) {
        return new Refusal(Refusal.Reason.INVALID, why);
    }
}
