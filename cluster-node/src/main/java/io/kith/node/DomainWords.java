package io.kith.node;

import io.kith.sharding.domain.Concern;
import io.kith.sharding.domain.DomainChange;
import io.kith.sharding.domain.DomainChange.Registration;
import io.kith.sharding.domain.DomainSettings;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A domain's settings in an operator's words: `registration=open|closed`, and `abuse-contact=URI,…` and the like for
/// the other concerns of XEP-0157; nothing behind the `=` takes the contacts away.
final class DomainWords {

    private static final String REGISTRATION = "registration";
    private static final String CONTACT = "-contact";

    private DomainWords() {}

    static Map<String, String> of(DomainSettings settings) {
        var words = new TreeMap<String, String>();
        words.put(REGISTRATION, settings.registrationOpen() ? "open" : "closed");
        settings.contacts()
                .addresses()
                .forEach((concern, addresses) -> words.put(concern.word() + CONTACT, String.join(",", addresses)));
        return words;
    }

    /// @throws IllegalArgumentException that tells an operator what can be set
    static DomainChange change(Map<String, String> words) {
        var registration = Registration.AS_IT_IS;
        var contacts = new EnumMap<Concern, List<String>>(Concern.class);
        for (var word : words.entrySet()) {
            if (word.getKey().equals(REGISTRATION)) {
                registration = registration(word.getValue());
            } else {
                contacts.put(concern(word.getKey()), addresses(word.getValue()));
            }
        }
        var change = new DomainChange(registration, contacts);
        change.of(DomainSettings.DEFAULT); // who asks for what can't be learns it here
        return change;
    }

    private static Registration registration(String value) {
        return switch (value) {
            case "open" -> Registration.OPEN;
            case "closed" -> Registration.CLOSED;
            default -> throw new IllegalArgumentException("registration is open or closed, not '" + value + "'");
        };
    }

    private static Concern concern(String name) {
        return Arrays.stream(Concern.values())
                .filter(concern -> name.equals(concern.word() + CONTACT))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is no setting of a domain; there are "
                        + REGISTRATION
                        + Arrays.stream(Concern.values())
                                .map(concern -> ", " + concern.word() + CONTACT)
                                .collect(Collectors.joining())));
    }

    private static List<String> addresses(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(address -> !address.isEmpty())
                .toList();
    }
}
