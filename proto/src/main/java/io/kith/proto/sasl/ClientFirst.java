package io.kith.proto.sasl;

import java.util.Optional;

/// A client's first message (RFC 5802 §7), read strictly.
///
/// @param gs2Header as written, with its last comma
/// @param flag `n`, `y` or `p`
/// @param bindingName the channel binding after `p=`, else `""`
/// @param authzid unescaped, `""` when it is not given
/// @param bare as written, the part that is signed
record ClientFirst(
        String gs2Header, char flag, String bindingName, String authzid, String username, String nonce, String bare) {

    static Optional<ClientFirst> parse(String message) {
        var first = message.indexOf(',');
        var second = message.indexOf(',', first + 1);
        if (first < 1 || second < 0) {
            return Optional.empty();
        }
        var binding = message.substring(0, first);
        var flag = binding.charAt(0);
        var bindingName = ScramAttributes.value('p', binding).orElse("");
        if (bindingName.isEmpty() && !binding.equals("n") && !binding.equals("y")) {
            return Optional.empty();
        }
        var bare = message.substring(second + 1);
        var authzid = first + 1 == second
                ? Optional.of("")
                : ScramAttributes.value('a', message.substring(first + 1, second))
                        .flatMap(ScramAttributes::unescape)
                        .filter(name -> SaslText.fits(name, SaslText.AUTHZID_BYTES_MAX));
        var attributes = ScramAttributes.split(bare);
        // A mandatory extension, m=, would stand where the name must (RFC 5802 §5.1) and is refused with it.
        if (authzid.isEmpty()
                || attributes.isEmpty()
                || attributes.get().size() < 2
                || !ScramAttributes.areExtensions(
                        attributes.get().subList(2, attributes.get().size()))) {
            return Optional.empty();
        }
        var username = ScramAttributes.value('n', attributes.get().get(0))
                .flatMap(ScramAttributes::unescape)
                .filter(name -> SaslText.fits(name, SaslText.AUTHCID_BYTES_MAX));
        var nonce = ScramAttributes.value('r', attributes.get().get(1)).filter(ScramAttributes::isNonce);
        if (username.isEmpty() || nonce.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ClientFirst(
                message.substring(0, second + 1), flag, bindingName, authzid.get(), username.get(), nonce.get(), bare));
    }
}
