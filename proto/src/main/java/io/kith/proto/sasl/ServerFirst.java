package io.kith.proto.sasl;

import java.util.Optional;

/// A server's challenge (RFC 5802 §7), as a client reads it.
///
/// @param salt in base64
record ServerFirst(String nonce, String salt, int iterations) {

    private static final int ITERATIONS_DIGITS_MAX = 9;

    static Optional<ServerFirst> parse(String message) {
        var attributes = ScramAttributes.split(message);
        if (attributes.isEmpty() || attributes.get().size() < 3) {
            return Optional.empty();
        }
        var all = attributes.get();
        var nonce = ScramAttributes.value('r', all.get(0)).filter(ScramAttributes::isNonce);
        var salt = ScramAttributes.value('s', all.get(1))
                .filter(text -> SaslPayload.decodeBase64(text)
                        .filter(bytes -> bytes.length <= ScramKeys.SALT_BYTES_MAX)
                        .isPresent());
        var iterations = ScramAttributes.value('i', all.get(2))
                .flatMap(ServerFirst::number)
                .filter(count -> count >= ScramKeys.ITERATIONS_MIN && count <= ScramKeys.ITERATIONS_MAX);
        if (nonce.isEmpty()
                || salt.isEmpty()
                || iterations.isEmpty()
                || !ScramAttributes.areExtensions(all.subList(3, all.size()))) {
            return Optional.empty();
        }
        return Optional.of(new ServerFirst(nonce.get(), salt.get(), iterations.get()));
    }

    byte[] saltBytes() {
        return SaslPayload.decodeBase64(salt).orElseThrow(); // parse has seen to it
    }

    /// `posit-number`: decimal digits without a leading zero.
    private static Optional<Integer> number(String digits) {
        return digits.length() <= ITERATIONS_DIGITS_MAX
                        && digits.charAt(0) != '0'
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(Integer.valueOf(digits))
                : Optional.empty();
    }
}
