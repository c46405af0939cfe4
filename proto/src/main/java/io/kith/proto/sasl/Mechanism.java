package io.kith.proto.sasl;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The SASL mechanisms that Kith speaks, in the order in which a server offers them: the strongest first, and
/// PLAIN, which is for encrypted streams only, last.
public enum Mechanism {
    SCRAM_SHA_512_PLUS("SCRAM-SHA-512-PLUS", ScramHash.SHA_512, true),
    SCRAM_SHA_256_PLUS("SCRAM-SHA-256-PLUS", ScramHash.SHA_256, true),
    SCRAM_SHA_1_PLUS("SCRAM-SHA-1-PLUS", ScramHash.SHA_1, true),
    SCRAM_SHA_512("SCRAM-SHA-512", ScramHash.SHA_512, false),
    SCRAM_SHA_256("SCRAM-SHA-256", ScramHash.SHA_256, false),
    SCRAM_SHA_1("SCRAM-SHA-1", ScramHash.SHA_1, false),
    PLAIN("PLAIN");

    private static final Map<String, Mechanism> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Mechanism::saslName, Function.identity()));

    private final String saslName;
    private final Optional<ScramHash> scram;
    private final boolean plus;

    Mechanism(String saslName) {
        this.saslName = saslName;
        this.scram = Optional.empty();
        this.plus = false;
    }

    Mechanism(String saslName, ScramHash hash, boolean plus) {
        this.saslName = saslName;
        this.scram = Optional.of(hash);
        this.plus = plus;
    }

    /// The registered name, as `<mechanism/>` and `<auth mechanism=''/>` write it.
    public String saslName() {
        return saslName;
    }

    /// The hash of a SCRAM mechanism; empty for PLAIN.
    public Optional<ScramHash> scram() {
        return scram;
    }

    /// Whether the login is bound to its TLS channel.
    public boolean isPlus() {
        return plus;
    }

    /// The mechanism of a registered name, which is written in upper case (RFC 4422 §3.1).
    public static Optional<Mechanism> named(String saslName) {
        return Optional.ofNullable(BY_NAME.get(saslName));
    }
}
