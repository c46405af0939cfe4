package io.kith.sharding.serialization;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.domain.Concern;
import io.kith.sharding.domain.Contacts;
import io.kith.sharding.domain.DomainEvent;
import io.kith.sharding.domain.DomainSettings;
import io.kith.sharding.domain.DomainSettings.Registration;
import io.kith.sharding.domain.RoomServiceSettings;
import io.kith.sharding.wire.WireForm;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What settings a domain's events had room for from their second form on.
final class DomainFormsTest {

    private static final DomainEvent.Changed EVENT = new DomainEvent.Changed(
            "d",
            new DomainSettings(
                    Registration.AS_THE_NODE,
                    new Contacts(Map.of(
                            Concern.ABUSE, List.of("a:1", "a:2"),
                            Concern.ADMIN, List.of("b:1"),
                            Concern.FEEDBACK, List.of("c:1"),
                            Concern.SALES, List.of("d:1"),
                            Concern.SECURITY, List.of("e:1"),
                            Concern.STATUS, List.of("f:1"),
                            Concern.SUPPORT, List.of("g:1")))),
            Instant.ofEpochMilli(1));

    /// Field 1 is the domain, 2 the settings with contacts in 2 to 8, 3 the microseconds.
    private static final String GOLDEN = "0a01" + hex("d")
            + "1228"
            + "1203" + hex("a:1") + "1203" + hex("a:2")
            + "1a03" + hex("b:1")
            + "2203" + hex("c:1")
            + "2a03" + hex("d:1")
            + "3203" + hex("e:1")
            + "3a03" + hex("f:1")
            + "4203" + hex("g:1")
            + "18e807";

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    /// Fields 9 to 12 of the settings: no rooms, where they would be, made by admins, two of these.
    @Test
    void what_is_set_for_rooms_keeps_the_bytes_it_has() throws NotSerializableException {
        var rooms = new RoomServiceSettings(false, "r.d", RoomServiceSettings.Creation.ADMINS, List.of("a@d", "b@d"));
        assertForm(
                new DomainEvent.Changed(
                        "d",
                        new DomainSettings(Registration.AS_THE_NODE, Contacts.NONE, rooms),
                        Instant.ofEpochMilli(1)),
                "0a01" + hex("d") + "1213" + "4801" + "5203" + hex("r.d") + "5801" + "6203" + hex("a@d") + "6203"
                        + hex("b@d") + "18e807");
    }

    /// Field 13: an operator has closed the domain, whatever nodes say; field 1 stands for those that are open.
    @Test
    void a_domain_that_is_closed_to_registration_says_so() throws NotSerializableException {
        assertForm(
                new DomainEvent.Changed(
                        "d", new DomainSettings(Registration.CLOSED, Contacts.NONE), Instant.ofEpochMilli(1)),
                "0a01" + hex("d") + "1202" + "6801" + "18e807");
    }

    @Test
    void contacts_of_every_concern_keep_the_bytes_they_have() throws NotSerializableException {
        assertForm(EVENT, GOLDEN);
    }

    private static void assertForm(DomainEvent.Changed event, String golden) throws NotSerializableException {
        var codec = Manifests.codec();
        assertThat(HexFormat.of().formatHex(codec.encode(event))).isEqualTo(golden);
        var manifest = codec.forms().stream()
                .filter(form -> form.type().equals(DomainEvent.Changed.class))
                .map(WireForm::manifest)
                .findFirst()
                .orElseThrow();
        assertThat(codec.decode(manifest, HexFormat.of().parseHex(golden))).isEqualTo(event);
    }
}
