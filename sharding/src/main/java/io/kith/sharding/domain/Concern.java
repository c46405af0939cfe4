package io.kith.sharding.domain;

import io.kith.sharding.wire.OperatorMessage;
import java.util.Locale;

/// What somebody may want to turn to a domain about (XEP-0157 §3).
public enum Concern implements OperatorMessage {
    ABUSE,
    ADMIN,
    FEEDBACK,
    SALES,
    SECURITY,
    STATUS,
    SUPPORT;

    /// In lower case, as the standard and operators write it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
