package io.kith.sharding.domain;

import io.kith.sharding.wire.OperatorMessage;

/// What is set for one virtual host.
///
/// @param registration whether anybody may make an account by XEP-0077
/// @param contacts whom XEP-0157 names to whom asks
/// @param rooms where its rooms are and who may make them
public record DomainSettings(Registration registration, Contacts contacts, RoomServiceSettings rooms)
        implements OperatorMessage {

    /// Who may make an account by XEP-0077.
    public enum Registration implements OperatorMessage {

        /// What each node's own setting says.
        AS_THE_NODE,
        OPEN,
        CLOSED
    }

    /// Registration is what the node's is, nobody is named; there are rooms.
    public static final DomainSettings DEFAULT = new DomainSettings(Registration.AS_THE_NODE, Contacts.NONE);

    /// With the usual rooms.
    public DomainSettings(Registration registration, Contacts contacts) {
        this(registration, contacts, RoomServiceSettings.DEFAULT);
    }
}
