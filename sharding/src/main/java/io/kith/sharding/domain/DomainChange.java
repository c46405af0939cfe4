package io.kith.sharding.domain;

import io.kith.sharding.wire.OperatorMessage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What an operator changes of a domain's settings; the rest stays, whatever it is by then.
///
/// @param contacts the concerns to be replaced; an empty list takes one away
public record DomainChange(Registration registration, Map<Concern, List<String>> contacts, RoomServiceChange rooms)
        implements OperatorMessage {

    /// What becomes of registration by XEP-0077.
    public enum Registration implements OperatorMessage {
        AS_IT_IS,
        AS_THE_NODE,
        OPEN,
        CLOSED
    }

    public DomainChange {
        contacts = contacts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }

    /// With rooms as they are.
    public DomainChange(Registration registration, Map<Concern, List<String>> contacts) {
        this(registration, contacts, RoomServiceChange.NONE);
    }

    /// The settings with this change.
    ///
    /// @throws IllegalArgumentException when they would be beyond the bounds of [Contacts] or [RoomServiceSettings]
    public DomainSettings of(DomainSettings before) {
        var next = switch (registration) {
            case AS_IT_IS -> before.registration();
            case AS_THE_NODE -> DomainSettings.Registration.AS_THE_NODE;
            case OPEN -> DomainSettings.Registration.OPEN;
            case CLOSED -> DomainSettings.Registration.CLOSED;
        };
        return new DomainSettings(next, before.contacts().with(contacts), rooms.of(before.rooms()));
    }
}
