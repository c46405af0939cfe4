package io.kith.proto.sasl;

import java.util.Locale;

/// Why a login failed, as RFC 6120 §6.5 names it.
public enum SaslFailure {
    ABORTED,
    ACCOUNT_DISABLED,
    CREDENTIALS_EXPIRED,
    ENCRYPTION_REQUIRED,
    INCORRECT_ENCODING,
    INVALID_AUTHZID,
    INVALID_MECHANISM,
    MALFORMED_REQUEST,
    MECHANISM_TOO_WEAK,
    NOT_AUTHORIZED,
    TEMPORARY_AUTH_FAILURE;

    private final String condition = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /// The name of the element inside `<failure/>`.
    public String condition() {
        return condition;
    }
}
