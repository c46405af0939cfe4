package io.kith.sharding.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.persistence.account.Change;
import io.kith.persistence.account.Item;
import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The stored bytes are a promise to every later release: these rows must be readable forever.
final class RosterStorageTest {

    private static final Jid ROMEO = Jid.parse("romeo@montague.example");

    @Test
    void a_contact_is_stored_in_these_bytes() {
        var contact = new RosterItem(ROMEO, "Romeo", List.of("A", "B"), Subscription.FROM, true, true, 300);

        assertThat(RosterStorage.put(contact))
                .isEqualTo(stored(
                        Kind.ROSTER, "romeo@montague.example", "0a05526f6d656f120141120142180220012801" + "30ac02"));
        assertThat(RosterStorage.load("j", RosterLimits.DEFAULT, List.of(item(RosterStorage.put(contact))))
                        .items())
                .containsExactly(contact);
    }

    @Test
    void versions_are_stored_in_these_bytes() {
        var version = new RosterVersion("j", 7, 2, Map.of(ROMEO, 5L));

        assertThat(RosterStorage.put(version))
                .isEqualTo(stored(
                        Kind.SETTING,
                        "roster-version",
                        "080710021a1a0a16"
                                + HexFormat.of().formatHex("romeo@montague.example".getBytes(StandardCharsets.US_ASCII))
                                + "1005"));
    }

    @Test
    void what_belongs_to_others_is_left_alone() {
        var others = List.of(
                new Item(Kind.BLOCK, "paris@verona.example", new byte[] {-1}),
                new Item(Kind.SETTING, "archive", new byte[] {-1}),
                new Item(Kind.PUSH, "p", new byte[] {-1}));

        assertThat(Roster.load("j", RosterLimits.DEFAULT, others).items()).isEmpty();
    }

    @Test
    void a_damaged_contact_fails_the_load_instead_of_hiding_somebody() {
        var damaged = List.of(new Item(Kind.ROSTER, "romeo@montague.example", new byte[] {-1}));

        assertThatThrownBy(() -> Roster.load("j", RosterLimits.DEFAULT, damaged))
                .isInstanceOf(IllegalStateException.class);
    }

    private static Change stored(Kind kind, String key, String hex) {
        return new Change.Put(new Item(kind, key, HexFormat.of().parseHex(hex)));
    }

    private static Item item(Change change) {
        return switch (change) {
            case Change.Put(var item) -> item;
            case Change.Remove remove -> throw new AssertionError(remove);
        };
    }
}
