package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.sharding.room.RoomEvent.AffiliationsChanged.Change;
import io.kith.sharding.serialization.Manifests;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A room is never much heavier than it is taken for.
final class RoomWeightTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
    private static final Jid JULIET = Jid.parse("juliet@verona.example");

    private static RoomState room() {
        return RoomState.NONE.after(new RoomEvent.Created(
                JULIET.toString(), NOW, new UUID(1, 2), "secret", JULIET, RoomConfig.DEFAULT, false));
    }

    private static List<Change> bans(int count, String reason) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Change(Jid.parse("u" + i + "@mantua.example"), Affiliation.OUTCAST, reason))
                .toList();
    }

    private static int written(RoomState state) {
        return Manifests.codec().encodeUnbounded(state).size();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a rose by any other name", "薔薇は", "🌹"})
    void standings_weigh_more_than_half_of_what_is_written(String reason) {
        var state = room().after(new RoomEvent.AffiliationsChanged("romeo@verona.example", NOW, bans(100, reason)));

        assertThat(RoomWeight.of(state)).isGreaterThan(written(state) / 2);
    }

    @Test
    void subscribers_hats_voices_and_the_card_weigh_something_too() {
        var state = room();
        for (var i = 0; i < 100; i++) {
            var user = Jid.parse("u" + i + "@mantua.example");
            state = state.after(new RoomEvent.Subscribed("op", NOW, user, "薔薇" + i, List.of("urn:xmpp:mucsub:x")))
                    .after(new RoomEvent.HatAssigned("op", NOW, user, "urn:x:hat:" + i))
                    .after(new RoomEvent.NickRegistered("op", NOW, user, "薔薇" + i))
                    .after(new RoomEvent.RoleChanged("op", NOW, "薔薇" + i, user, Role.VISITOR, ""));
        }
        state = state.after(new RoomEvent.VCardChanged("op", NOW, "<vCard>" + "薔".repeat(1_000) + "</vCard>"));

        assertThat(RoomWeight.of(state)).isGreaterThan(written(state) / 2);
    }

    @Test
    void changes_weigh_at_least_what_they_add() {
        var bans = bans(100, "noise");
        var before = room();
        var after = before.after(new RoomEvent.AffiliationsChanged(JULIET.toString(), NOW, bans));

        assertThat(RoomWeight.of(before) + RoomWeight.of(bans, JULIET.toString()))
                .isGreaterThanOrEqualTo(RoomWeight.of(after));
    }

    @Test
    void a_room_full_of_members_is_within_what_a_store_takes_in_one_write() {
        var limits = RoomLimits.DEFAULT;
        var full = room().after(new RoomEvent.AffiliationsChanged(
                "juliet@verona.example", NOW, bans(limits.affiliationsMax(), "")));

        assertThat(RoomWeight.of(full)).isLessThan(limits.storedBytesMax());
        assertThat(2L * limits.storedBytesMax()).as("what Cassandra takes").isLessThanOrEqualTo(8 << 20);
    }
}
