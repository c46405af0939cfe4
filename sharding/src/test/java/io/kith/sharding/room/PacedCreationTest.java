package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class PacedCreationTest {

    private static final int BURST = RoomLimits.DEFAULT.rates().creations().burst();
    private static final Jid ROMEO = Jid.parse("romeo@verona.example");
    private static final Jid PRINCE = Jid.parse("prince@verona.example");

    private Instant now = Instant.parse("2026-11-01T12:00:00Z");
    private RoomLimits limits = RoomLimits.DEFAULT;
    private final RoomCreation creation = paced(RoomCreation.FREE);

    private RoomCreation paced(RoomCreation allowed) {
        var paces = new SharedPaces(Pace.CREATIONS, () -> limits, new RoomCounters());
        return new PacedCreation(allowed, (_, user) -> user.equals(PRINCE), paces, () -> now);
    }

    private boolean makes(Jid user) {
        return creation.refusal(user, RoomWorld.ROOM)
                .toCompletableFuture()
                .join()
                .isEmpty();
    }

    @Test
    void a_user_makes_so_many_rooms_and_others_make_theirs() {
        for (var i = 0; i < BURST; i++) {
            assertThat(makes(ROMEO)).isTrue();
        }

        assertThat(makes(ROMEO)).isFalse();
        assertThat(makes(Jid.parse("juliet@verona.example"))).isTrue();
    }

    @Test
    void more_can_be_made_with_time() {
        for (var i = 0; i < BURST; i++) {
            makes(ROMEO);
        }
        now = now.plus(
                RoomLimits.DEFAULT.rates().creations().over().dividedBy(BURST).minusMillis(1));
        assertThat(makes(ROMEO)).isFalse();
        now = now.plusMillis(1);
        assertThat(makes(ROMEO)).isTrue();
        assertThat(makes(ROMEO)).isFalse();
    }

    @Test
    void admins_make_as_many_as_they_like_and_so_does_everybody_without_rates() {
        for (var i = 0; i <= BURST; i++) {
            assertThat(makes(PRINCE)).isTrue();
        }
        limits = limits.with(RoomLimits.Rates.UNLIMITED, 1, 1);
        for (var i = 0; i <= BURST; i++) {
            assertThat(makes(ROMEO)).isTrue();
        }
    }

    @Test
    void who_may_not_make_rooms_is_told_that_and_it_does_not_count() {
        var restricted = paced((_, _) -> CompletableFuture.completedFuture(Optional.of(StanzaError.NOT_ALLOWED)));
        for (var i = 0; i <= BURST; i++) {
            assertThat(restricted
                            .refusal(ROMEO, RoomWorld.ROOM)
                            .toCompletableFuture()
                            .join())
                    .contains(StanzaError.NOT_ALLOWED);
        }
    }

    @Test
    void who_has_made_too_many_is_told_to_wait_and_there_is_no_such_room() {
        limits = limits.with(
                rates(new RoomLimits.Rate(1, Duration.ofHours(1))), limits.occupantsMax(), limits.affiliationsMax());
        assertThat(makes(ROMEO)).isTrue();
        var world = new RoomWorld(RoomLimits.DEFAULT, creation, List.of());
        var romeo = world.client("romeo").joins("romeo");

        assertThat(RoomClient.errorOf(romeo.got1()).type()).isEqualTo(StanzaError.Type.WAIT);
        assertThat(romeo.joins("romeo").refusal()).isEqualTo("resource-constraint");
        assertThat(world.journal).isEmpty();
    }

    private static RoomLimits.Rates rates(RoomLimits.Rate creations) {
        var free = RoomLimits.Rate.UNLIMITED;
        return new RoomLimits.Rates(free, free, free, free, free, free, free, free, creations, free);
    }
}
