package io.kith.sharding.domain;

import io.kith.sharding.wire.OperatorMessage;
import java.util.List;

/// What is set for one virtual host.
///
/// @param registrationOpen whether anybody may make an account by XEP-0077
/// @param abuseContacts URIs that XEP-0157 tells to whom asks, at most [#CONTACTS_MAX]
public record DomainSettings(boolean registrationOpen, List<String> abuseContacts) implements OperatorMessage {

    /// How many contacts one domain may name.
    public static final int CONTACTS_MAX = 20;

    /// Nothing is open, nobody is named.
    public static final DomainSettings DEFAULT = new DomainSettings(false, List.of());

    /// @throws IllegalArgumentException beyond [#CONTACTS_MAX]
    public DomainSettings {
        abuseContacts = List.copyOf(abuseContacts);
        if (abuseContacts.size() > CONTACTS_MAX) {
            throw new IllegalArgumentException("at most " + CONTACTS_MAX + " abuse contacts");
        }
    }
}
