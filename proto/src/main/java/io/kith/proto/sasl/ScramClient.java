package io.kith.proto.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The client's side of one SCRAM login (RFC 5802, RFC 7677): [#first], then [#answer] to the challenge, then
/// [#accepts] of what came with success. A server that is wrong, weak or an impostor gives an empty answer or
/// `false`, never an exception. Not safe for use by several threads.
public final class ScramClient {

    /// What a client says about the channel (RFC 5802 §6).
    public sealed interface Channel {

        /// It cannot bind channels.
        record Unbound() implements Channel {}

        /// It could, but the server offered no -PLUS mechanism.
        record NotOffered() implements Channel {}

        /// It binds the login to this, with a -PLUS mechanism.
        record Bound(ChannelBinding binding) implements Channel {}
    }

    private final ScramHash hash;
    private final ClientPassword password;
    private final String gs2Header;
    private final byte[] bindingData;
    private final String clientNonce;
    private final String firstBare;
    private Optional<String> awaitedSignature = Optional.empty();

    /// @param username the name to log in as, prepared
    /// @param authzid the name to act as; `""` for the same
    /// @param random a cryptographically strong one
    /// @throws IllegalArgumentException when the mechanism is not SCRAM, or its being -PLUS and the channel
    ///     disagree
    public ScramClient(
            Mechanism mechanism,
            String username,
            String authzid,
            ClientPassword password,
            Channel channel,
            RandomGenerator random) {
        this(mechanism, username, authzid, password, channel, ScramProof.freshNonce(random));
    }

    ScramClient(
            Mechanism mechanism,
            String username,
            String authzid,
            ClientPassword password,
            Channel channel,
            String clientNonce) {
        if (mechanism.isPlus() != channel instanceof Channel.Bound) {
            throw new IllegalArgumentException(mechanism.saslName() + " with " + channel);
        }
        this.hash = mechanism
                .scram()
                .orElseThrow(() -> new IllegalArgumentException(mechanism.saslName() + " is not SCRAM"));
        this.password = password;
        this.gs2Header = switch (channel) {
                    case Channel.Unbound() -> "n,";
                    case Channel.NotOffered() -> "y,";
                    case Channel.Bound(var binding) -> "p=" + binding.type().registeredName() + ",";
                }
                + (authzid.isEmpty() ? "," : "a=" + ScramAttributes.escape(authzid) + ",");
        this.bindingData = channel instanceof Channel.Bound(var binding) ? binding.data() : new byte[0];
        this.clientNonce = clientNonce;
        this.firstBare = "n=" + ScramAttributes.escape(username) + ",r=" + clientNonce;
    }

    /// The message to begin with.
    public String first() {
        return gs2Header + firstBare;
    }

    /// The final message, in answer to the server's challenge; empty when the challenge is malformed, answers
    /// another login or asks for too few or too many iterations.
    public Optional<String> answer(byte[] challenge) {
        return SaslText.decode(challenge).flatMap(this::answer);
    }

    private Optional<String> answer(String challenge) {
        var parsed = ServerFirst.parse(challenge);
        if (parsed.isEmpty()
                || !parsed.get().nonce().startsWith(clientNonce)
                || parsed.get().nonce().length() == clientNonce.length()) {
            return Optional.empty();
        }
        var server = parsed.get();
        var withoutProof = "c=" + ScramProof.boundHeader(gs2Header, bindingData) + ",r=" + server.nonce();
        var signed = ScramProof.authMessage(firstBare, challenge, withoutProof);
        var salted = password.salted(hash, server.saltBytes(), server.iterations());
        var clientKey = hash.hmac(salted, "Client Key");
        var proof = ScramProof.xor(clientKey, hash.hmac(hash.hash(clientKey), signed));
        awaitedSignature =
                Optional.of("v=" + SaslPayload.encodeBase64(hash.hmac(hash.hmac(salted, "Server Key"), signed)));
        return Optional.of(withoutProof + ",p=" + SaslPayload.encodeBase64(proof));
    }

    /// Whether the server's last message proves that it knows the password too. Success without that proof is
    /// none.
    public boolean accepts(byte[] serverFinal) {
        var attributes = SaslText.decode(serverFinal).flatMap(ScramAttributes::split);
        return awaitedSignature.isPresent()
                && attributes.isPresent()
                && ScramAttributes.areExtensions(
                        attributes.get().subList(1, attributes.get().size()))
                && MessageDigest.isEqual(bytes(attributes.get().getFirst()), bytes(awaitedSignature.get()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
