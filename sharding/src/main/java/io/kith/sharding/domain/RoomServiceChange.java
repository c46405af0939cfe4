package io.kith.sharding.domain;

import io.kith.sharding.wire.OperatorMessage;
import java.util.List;

/// What an operator changes of the settings of a host's rooms; the rest stays, whatever it is by then.
///
/// @param name where they are from now on, for [Place#NAMED] only
/// @param admins the admins from now on, for [Admins#REPLACED] only
public record RoomServiceChange(Place place, String name, Makers makers, Admins who, List<String> admins)
        implements OperatorMessage {

    /// Nothing.
    public static final RoomServiceChange NONE =
            new RoomServiceChange(Place.AS_IT_IS, "", Makers.AS_IT_IS, Admins.AS_THEY_ARE, List.of());

    /// What becomes of the place of the rooms.
    public enum Place implements OperatorMessage {
        AS_IT_IS,
        USUAL,
        NAMED,
        OFF
    }

    /// What becomes of the right to make rooms.
    public enum Makers implements OperatorMessage {
        AS_IT_IS,
        ALL,
        ADMINS
    }

    /// What becomes of the admins.
    public enum Admins implements OperatorMessage {
        AS_THEY_ARE,
        REPLACED
    }

    /// Copies the list.
    public RoomServiceChange {
        admins = List.copyOf(admins);
    }

    /// The same with another place.
    public RoomServiceChange to(Place newPlace, String newName) {
        return new RoomServiceChange(newPlace, newName, makers, who, admins);
    }

    /// The same with others who may make rooms.
    public RoomServiceChange by(Makers newMakers) {
        return new RoomServiceChange(place, name, newMakers, who, admins);
    }

    /// The same with other admins.
    public RoomServiceChange ownedBy(List<String> newAdmins) {
        return new RoomServiceChange(place, name, makers, Admins.REPLACED, newAdmins);
    }

    /// The settings with this change.
    ///
    /// @throws IllegalArgumentException as the constructor of [RoomServiceSettings]
    RoomServiceSettings of(RoomServiceSettings before) {
        return new RoomServiceSettings(
                place == Place.AS_IT_IS ? before.on() : place != Place.OFF,
                switch (place) {
                    case AS_IT_IS, OFF -> before.name();
                    case USUAL -> "";
                    case NAMED -> name;
                },
                switch (makers) {
                    case AS_IT_IS -> before.creation();
                    case ALL -> RoomServiceSettings.Creation.ALL;
                    case ADMINS -> RoomServiceSettings.Creation.ADMINS;
                },
                who == Admins.REPLACED ? admins : before.admins());
    }
}
