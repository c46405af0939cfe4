package io.kith.proto.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.spec.InvalidKeySpecException;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The hash function of a SCRAM mechanism with the functions that RFC 5802 §2.2 builds on it.
public enum ScramHash {
    SHA_1("SHA-1", "HmacSHA1", "PBKDF2WithHmacSHA1", 20),
    SHA_256("SHA-256", "HmacSHA256", "PBKDF2WithHmacSHA256", 32),
    SHA_512("SHA-512", "HmacSHA512", "PBKDF2WithHmacSHA512", 64);

    private final String digest;
    private final String mac;
    private final String derivation;
    private final int bytes;

    ScramHash(String digest, String mac, String derivation, int bytes) {
        this.digest = digest;
        this.mac = mac;
        this.derivation = derivation;
        this.bytes = bytes;
    }

    /// The length of its output, and so of each key.
    public int bytes() {
        return bytes;
    }

    /// `H(data)`
    byte[] hash(byte[] data) {
        try {
            return MessageDigest.getInstance(digest).digest(data);
        } catch (GeneralSecurityException missing) {
            throw lacking(missing);
        }
    }

    /// `HMAC(key, text)`
    byte[] hmac(byte[] key, String text) {
        try {
            var hmac = Mac.getInstance(mac);
            hmac.init(new SecretKeySpec(key, mac));
            return hmac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw lacking(missing);
        }
    }

    /// `Hi(password, salt, i)`, the salted password.
    byte[] salted(String preparedPassword, byte[] salt, int iterations) {
        var spec = new PBEKeySpec(preparedPassword.toCharArray(), salt, iterations, 8 * bytes);
        try {
            return SecretKeyFactory.getInstance(derivation).generateSecret(spec).getEncoded();
        } catch (InvalidKeySpecException wrong) {
            throw new IllegalArgumentException(wrong);
        } catch (GeneralSecurityException missing) {
            throw lacking(missing);
        } finally {
            spec.clearPassword();
        }
    }

    private static IllegalStateException lacking(GeneralSecurityException missing) {
        return new IllegalStateException("this Java runtime lacks an algorithm of SCRAM", missing);
    }
}
