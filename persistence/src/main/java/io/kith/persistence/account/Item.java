package io.kith.persistence.account;

import java.util.Arrays;
import java.util.Objects;

/// One piece of an account's state; kind and key name it within the account.
///
/// @param value what its writer made of it, shared and never modified
@SuppressWarnings("ArrayRecordComponent") // encoded once by its writer; equality is by content below
public record Item(Kind kind, String key, byte[] value) {

    @Override
    public boolean equals(Object other) {
        return other instanceof Item item
                && kind == item.kind
                && key.equals(item.key)
                && Arrays.equals(value, item.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, key, Arrays.hashCode(value));
    }

    /// Without key and value, which are an account's own business.
    @Override
    public String toString() {
        return "Item[" + kind + ", " + value.length + " bytes]";
    }
}
