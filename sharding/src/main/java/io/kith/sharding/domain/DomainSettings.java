package io.kith.sharding.domain;

import io.kith.sharding.wire.OperatorMessage;

/// What is set for one virtual host.
///
/// @param registrationOpen whether anybody may make an account by XEP-0077
/// @param contacts whom XEP-0157 names to whom asks
public record DomainSettings(boolean registrationOpen, Contacts contacts) implements OperatorMessage {

    /// Nothing is open, nobody is named.
    public static final DomainSettings DEFAULT = new DomainSettings(false, Contacts.NONE);
}
