package io.kith.proto.sasl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The server's side of one SCRAM login (RFC 5802, RFC 7677), from the client's first message to success or
/// failure.
///
/// ```
/// receive(client-first) → KeysWanted ── keys(…) → Challenge ── receive(client-final) → Success
/// ```
/// Each step may be a [Step.Failure] instead, which ends the login; so does any message out of turn. What the
/// client sends never causes an exception. Success says that the client knows the password of `username`;
/// whether that name may act as `authzid` is for the caller to decide. Not safe for use by several threads.
public final class ScramServer {

    /// What the caller has to do next.
    public sealed interface Step {

        /// Find the keys of this account, or take those of [FakeKeys], and give them to [ScramServer#keys].
        ///
        /// @param username as the client wrote it, not prepared; at most 1,023 bytes
        /// @param authzid the name to act as, not prepared; `""` when none is given; at most 3,071 bytes
        record KeysWanted(String username, String authzid) implements Step {}

        /// Send this message and wait for the client's.
        record Challenge(String message) implements Step {}

        /// The client is who it says; this last message proves the server to it.
        record Success(String username, String authzid, String message) implements Step {}

        /// The login failed.
        record Failure(SaslFailure condition) implements Step {}
    }

    private sealed interface State {
        record AwaitsFirst() implements State {}

        record AwaitsKeys(ClientFirst first, String boundHeader) implements State {}

        record AwaitsFinal(ClientFirst first, String boundHeader, String nonce, String challenge, ScramKeys keys)
                implements State {}

        record Over() implements State {}
    }

    private final ScramHash hash;
    private final boolean plus;
    private final List<ChannelBinding> bindings;
    private final String serverNonce;
    private State state = new State.AwaitsFirst();

    /// @param mechanism the one that the client chose
    /// @param bindings those of this connection; not empty exactly when the -PLUS mechanisms were offered on
    ///     it, for a client that says that they were not has been deceived
    /// @param random a cryptographically strong one
    /// @throws IllegalArgumentException when the mechanism is not SCRAM, or -PLUS without any binding
    public ScramServer(Mechanism mechanism, List<ChannelBinding> bindings, RandomGenerator random) {
        this(mechanism, bindings, ScramProof.freshNonce(random));
    }

    ScramServer(Mechanism mechanism, List<ChannelBinding> bindings, String serverNonce) {
        this.hash = mechanism
                .scram()
                .orElseThrow(() -> new IllegalArgumentException(mechanism.saslName() + " is not SCRAM"));
        this.plus = mechanism.isPlus();
        if (plus && bindings.isEmpty()) {
            throw new IllegalArgumentException(mechanism.saslName() + " without a channel binding");
        }
        this.bindings = List.copyOf(bindings);
        this.serverNonce = serverNonce;
    }

    /// Takes a message of the client, out of its base64.
    public Step receive(byte[] message) {
        var text = SaslText.decode(message);
        if (text.isEmpty()) {
            return fail(SaslFailure.MALFORMED_REQUEST);
        }
        return switch (state) {
            case State.AwaitsFirst() -> onFirst(text.get());
            case State.AwaitsFinal awaits -> onFinal(awaits, text.get());
            case State.AwaitsKeys _, State.Over _ -> fail(SaslFailure.MALFORMED_REQUEST);
        };
    }

    /// Takes the keys that [Step.KeysWanted] asked for. When the client did not wait for them, the login has
    /// failed already and fails again.
    ///
    /// @throws IllegalArgumentException when they are for another hash
    public Step keys(ScramKeys keys) {
        if (keys.hash() != hash) {
            throw new IllegalArgumentException("keys for " + keys.hash() + " in a login with " + hash);
        }
        if (!(state instanceof State.AwaitsKeys(var first, var boundHeader))) {
            return fail(SaslFailure.MALFORMED_REQUEST);
        }
        var nonce = first.nonce() + serverNonce;
        var challenge = "r=" + nonce + ",s=" + SaslPayload.encodeBase64(keys.salt()) + ",i=" + keys.iterations();
        state = new State.AwaitsFinal(first, boundHeader, nonce, challenge, keys);
        return new Step.Challenge(challenge);
    }

    private Step onFirst(String message) {
        var parsed = ClientFirst.parse(message);
        if (parsed.isEmpty()) {
            return fail(SaslFailure.MALFORMED_REQUEST);
        }
        var first = parsed.get();
        if (first.flag() == 'y' && !bindings.isEmpty()) {
            return fail(SaslFailure.NOT_AUTHORIZED); // RFC 5802 §6: somebody took -PLUS off our offer
        }
        if ((first.flag() == 'p') != plus) {
            return fail(SaslFailure.MALFORMED_REQUEST);
        }
        var boundHeader = boundHeader(first);
        if (boundHeader.isEmpty()) {
            return fail(SaslFailure.MALFORMED_REQUEST);
        }
        state = new State.AwaitsKeys(first, boundHeader.get());
        return new Step.KeysWanted(first.username(), first.authzid());
    }

    /// What the client's final message must repeat; empty when it wants a binding that this connection has
    /// not.
    private Optional<String> boundHeader(ClientFirst first) {
        if (!plus) {
            return Optional.of(ScramProof.boundHeader(first.gs2Header(), new byte[0]));
        }
        for (var binding : bindings) {
            if (binding.type().registeredName().equals(first.bindingName())) {
                return Optional.of(ScramProof.boundHeader(first.gs2Header(), binding.data()));
            }
        }
        return Optional.empty();
    }

    private Step onFinal(State.AwaitsFinal awaits, String message) {
        var parsed = ClientFinal.parse(message);
        if (parsed.isEmpty()) {
            return fail(SaslFailure.MALFORMED_REQUEST);
        }
        var last = parsed.get();
        var proof = SaslPayload.decodeBase64(last.proof());
        if (proof.isEmpty() || SaslPayload.decodeBase64(last.binding()).isEmpty()) {
            return fail(SaslFailure.INCORRECT_ENCODING);
        }
        if (proof.get().length != hash.bytes()) {
            return fail(SaslFailure.MALFORMED_REQUEST);
        }
        var keys = awaits.keys();
        var signed = ScramProof.authMessage(awaits.first().bare(), awaits.challenge(), last.withoutProof());
        var clientKey = ScramProof.xor(proof.get(), hash.hmac(keys.storedKey(), signed));
        // All three before any is looked at: how far a wrong answer got is not for the clock to tell.
        var bound = isEqual(last.binding(), awaits.boundHeader());
        var current = isEqual(last.nonce(), awaits.nonce());
        var proven = MessageDigest.isEqual(hash.hash(clientKey), keys.storedKey());
        if (!bound || !current || !proven) {
            return fail(SaslFailure.NOT_AUTHORIZED);
        }
        state = new State.Over();
        var signature = SaslPayload.encodeBase64(hash.hmac(keys.serverKey(), signed));
        return new Step.Success(awaits.first().username(), awaits.first().authzid(), "v=" + signature);
    }

    private Step fail(SaslFailure condition) {
        state = new State.Over();
        return new Step.Failure(condition);
    }

    private static boolean isEqual(String left, String right) {
        return MessageDigest.isEqual(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }
}
