package io.kith.sharding.domain;

import io.kith.sharding.wire.OperatorMessage;

/// What is set for one virtual host.
///
/// @param registrationOpen whether anybody may make an account by XEP-0077
/// @param contacts whom XEP-0157 names to whom asks
/// @param rooms where its rooms are and who may make them
public record DomainSettings(boolean registrationOpen, Contacts contacts, RoomServiceSettings rooms)
        implements OperatorMessage {

    /// Nothing is open, nobody is named; there are rooms.
    public static final DomainSettings DEFAULT = new DomainSettings(false, Contacts.NONE);

    /// With the usual rooms.
    public DomainSettings(boolean registrationOpen, Contacts contacts) {
        this(registrationOpen, contacts, RoomServiceSettings.DEFAULT);
    }
}
