package io.kith.proto.sasl;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// What both ends of a TLS connection know about it and a relay in the middle cannot arrange (RFC 5056).
public final class ChannelBinding {

    /// The kinds of binding that Kith offers, in its order of preference.
    public enum Type {
        /// RFC 9266: 32 bytes exported from the connection with [#EXPORTER_LABEL] and an empty context.
        TLS_EXPORTER("tls-exporter"),
        /// RFC 5929 §4: a hash of the server's certificate.
        TLS_SERVER_END_POINT("tls-server-end-point");

        private final String registeredName;

        Type(String registeredName) {
            this.registeredName = registeredName;
        }

        /// The name that SCRAM and XEP-0440 write.
        public String registeredName() {
            return registeredName;
        }
    }

    /// The label of the keying material that is `tls-exporter` (RFC 9266 §2).
    public static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

    /// Its length (RFC 9266 §2).
    public static final int EXPORTER_BYTES = 32;

    /// More than any hash or exported secret.
    private static final int DATA_BYTES_MAX = 64;

    private final Type type;
    private final byte[] data;

    /// @throws IllegalArgumentException when the data has not the length of its type
    public ChannelBinding(Type type, byte[] data) {
        if (data.length == 0
                || data.length > DATA_BYTES_MAX
                || (type == Type.TLS_EXPORTER && data.length != EXPORTER_BYTES)) {
            throw new IllegalArgumentException("channel binding of " + data.length + " bytes");
        }
        this.type = type;
        this.data = data.clone();
    }

    /// The binding to a server's certificate; empty where RFC 5929 §4.1 defines none, because the
    /// certificate's signature has no hash function of its own (EdDSA, RSASSA-PSS).
    public static Optional<ChannelBinding> tlsServerEndPoint(X509Certificate certificate)
            throws GeneralSecurityException {
        var signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        var with = signature.indexOf("WITH");
        if (with < 0) {
            return Optional.empty();
        }
        var hash = switch (signature.substring(0, with)) {
            case "MD5", "SHA1", "SHA256" -> "SHA-256";
            case "SHA224" -> "SHA-224";
            case "SHA384" -> "SHA-384";
            case "SHA512" -> "SHA-512";
            default -> "";
        };
        if (hash.isEmpty()) {
            return Optional.empty();
        }
        var data = MessageDigest.getInstance(hash).digest(certificate.getEncoded());
        return Optional.of(new ChannelBinding(Type.TLS_SERVER_END_POINT, data));
    }

    /// Which kind it is.
    public Type type() {
        return type;
    }

    /// A copy of its bytes.
    public byte[] data() {
        return data.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChannelBinding that && type == that.type && MessageDigest.isEqual(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, Arrays.hashCode(data));
    }

    @Override
    public String toString() {
        return "ChannelBinding[" + type.registeredName() + ", …]";
    }
}
