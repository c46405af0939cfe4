package io.kith.proto.sasl;

import java.util.Optional;

/// A client's final message (RFC 5802 §7), read strictly.
///
/// @param binding the header of the first message and the channel binding's data, in base64
/// @param withoutProof as written, the part that is signed
/// @param proof in base64
record ClientFinal(String binding, String nonce, String withoutProof, String proof) {

    static Optional<ClientFinal> parse(String message) {
        var attributes = ScramAttributes.split(message);
        if (attributes.isEmpty() || attributes.get().size() < 3) {
            return Optional.empty();
        }
        var all = attributes.get();
        var binding = ScramAttributes.value('c', all.get(0));
        var nonce = ScramAttributes.value('r', all.get(1));
        var proof = ScramAttributes.value('p', all.getLast());
        if (binding.isEmpty()
                || nonce.isEmpty()
                || proof.isEmpty()
                || !ScramAttributes.areExtensions(all.subList(2, all.size() - 1))) {
            return Optional.empty();
        }
        var withoutProof = message.substring(0, message.lastIndexOf(','));
        return Optional.of(new ClientFinal(binding.get(), nonce.get(), withoutProof, proof.get()));
    }
}
