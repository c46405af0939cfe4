package io.kith.node;

import io.kith.proto.jid.Jid;
import io.kith.sharding.domain.Concern;
import io.kith.sharding.domain.DomainChange;
import io.kith.sharding.domain.DomainChange.Registration;
import io.kith.sharding.domain.DomainSettings;
import io.kith.sharding.domain.RoomServiceChange;
import io.kith.sharding.domain.RoomServiceChange.Makers;
import io.kith.sharding.domain.RoomServiceChange.Place;
import io.kith.sharding.domain.RoomServiceSettings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A domain's settings in an operator's words: `registration=open|closed|default`, `rooms=NAME|on|off`,
/// `room-creation=all|admins`, `room-admins=NAME@DOMAIN,…`, and `abuse-contact=URI,…` and the like for the other
/// concerns of XEP-0157; nothing behind the `=` takes admins and contacts away.
final class DomainWords {

    private static final String REGISTRATION = "registration";
    private static final String CONTACT = "-contact";
    private static final String ROOMS = "rooms";
    private static final String ROOM_CREATION = "room-creation";
    private static final String ROOM_ADMINS = "room-admins";

    private DomainWords() {}

    static Map<String, String> of(String domain, DomainSettings settings) {
        var words = new TreeMap<String, String>();
        words.put(
                REGISTRATION,
                switch (settings.registration()) {
                    case AS_THE_NODE -> "default";
                    case OPEN -> "open";
                    case CLOSED -> "closed";
                });
        settings.contacts()
                .addresses()
                .forEach((concern, addresses) -> words.put(concern.word() + CONTACT, String.join(",", addresses)));
        var rooms = settings.rooms();
        words.put(ROOMS, rooms.at(domain).orElse("off"));
        words.put(ROOM_CREATION, rooms.creation().name().toLowerCase(Locale.ROOT));
        if (!rooms.admins().isEmpty()) {
            words.put(ROOM_ADMINS, String.join(",", rooms.admins()));
        }
        return words;
    }

    /// @throws IllegalArgumentException that tells an operator what can be set
    static DomainChange change(Map<String, String> words) {
        var registration = Registration.AS_IT_IS;
        var rooms = RoomServiceChange.NONE;
        var contacts = new EnumMap<Concern, List<String>>(Concern.class);
        for (var word : words.entrySet()) {
            var value = word.getValue();
            switch (word.getKey()) {
                case REGISTRATION -> registration = registration(value);
                case ROOMS -> rooms = place(rooms, value);
                case ROOM_CREATION -> rooms = rooms.by(makers(value));
                case ROOM_ADMINS -> rooms = rooms.ownedBy(admins(value));
                default -> contacts.put(concern(word.getKey()), listed(value));
            }
        }
        var change = new DomainChange(registration, contacts, rooms);
        change.of(DomainSettings.DEFAULT); // who asks for what can't be learns it here
        return change;
    }

    private static Registration registration(String value) {
        return switch (value) {
            case "open" -> Registration.OPEN;
            case "closed" -> Registration.CLOSED;
            case "default" -> Registration.AS_THE_NODE;
            default ->
                throw new IllegalArgumentException("registration is open, closed or default, not '" + value + "'");
        };
    }

    private static RoomServiceChange place(RoomServiceChange change, String value) {
        return switch (value) {
            case "off" -> change.to(Place.OFF, "");
            case "", "on" -> change.to(Place.USUAL, "");
            default ->
                Jid.tryParse(value)
                        .filter(Jid::isDomain)
                        .map(name -> change.to(Place.NAMED, name.domain()))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "rooms are at a domain, 'on' for the usual one, or 'off', not '" + value + "'"));
        };
    }

    private static Makers makers(String value) {
        return switch (value) {
            case "all" -> Makers.ALL;
            case "admins" -> Makers.ADMINS;
            default -> throw new IllegalArgumentException("room-creation is all or admins, not '" + value + "'");
        };
    }

    private static List<String> admins(String value) {
        return listed(value).stream()
                .map(admin -> Jid.tryParse(admin).map(Jid::toString).orElse(admin))
                .toList();
    }

    /// Whom these words make owners of all rooms; what is no address is left out.
    static List<Jid> owners(Map<String, String> words) {
        return listed(words.getOrDefault(ROOM_ADMINS, "")).stream()
                .flatMap(admin -> Jid.tryParse(admin).stream())
                .filter(admin -> !admin.isDomain())
                .limit(RoomServiceSettings.ADMINS_MAX)
                .toList();
    }

    private static Concern concern(String name) {
        return Arrays.stream(Concern.values())
                .filter(concern -> name.equals(concern.word() + CONTACT))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no setting of a domain; there are "
                        + String.join(", ", REGISTRATION, ROOMS, ROOM_CREATION, ROOM_ADMINS)
                        + Arrays.stream(Concern.values())
                                .map(concern -> ", " + concern.word() + CONTACT)
                                .collect(Collectors.joining())));
    }

    private static List<String> listed(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }
}
