package io.kith.proto.sasl;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// The arithmetic that both sides of SCRAM share (RFC 5802 §3).
final class ScramProof {

    /// 192 bits, more than the 128 that RFC 5802 §9 leaves to taste.
    private static final int NONCE_BYTES = 24;

    private ScramProof() {}

    /// What both sides sign.
    static String authMessage(String clientFirstBare, String serverFirst, String clientFinalWithoutProof) {
        return clientFirstBare + ',' + serverFirst + ',' + clientFinalWithoutProof;
    }

    /// The value of `c=`: the GS2 header and, when the channel is bound, its data.
    static String boundHeader(String gs2Header, byte[] bindingData) {
        var bound = new ByteArrayOutputStream();
        bound.writeBytes(gs2Header.getBytes(StandardCharsets.UTF_8));
        bound.writeBytes(bindingData);
        return SaslPayload.encodeBase64(bound.toByteArray());
    }

    static byte[] xor(byte[] left, byte[] right) {
        var result = left.clone();
        for (var i = 0; i < result.length; i++) {
            result[i] ^= right[i];
        }
        return result;
    }

    static String freshNonce(RandomGenerator random) {
        var bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return SaslPayload.encodeBase64(bytes); // printable, without a comma
    }
}
