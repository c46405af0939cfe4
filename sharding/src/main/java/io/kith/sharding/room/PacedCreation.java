package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaError;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;

/// Lets each user make so many rooms in a time on this node; who wants more is refused with `resource-constraint` and
/// told to wait. The admins of a service make as many as they like.
///
/// For all rooms of a node, as [SharedPaces].
public final class PacedCreation implements RoomCreation {

    private static final StanzaError TOO_MANY =
            StanzaError.RESOURCE_CONSTRAINT.withText("You have made many rooms of late");

    private final RoomCreation allowed;
    private final BiPredicate<String, Jid> isServiceAdmin;
    private final InstantSource clock;
    private final SharedPaces paces;

    /// @param allowed who may make rooms at all; asked first
    /// @param isServiceAdmin whether of the rooms at that domain this user owns every one
    /// @param paces of [Pace#CREATIONS]
    public PacedCreation(
            RoomCreation allowed, BiPredicate<String, Jid> isServiceAdmin, SharedPaces paces, InstantSource clock) {
        this.allowed = allowed;
        this.isServiceAdmin = isServiceAdmin;
        this.clock = clock;
        this.paces = paces;
    }

    @Override
    public CompletionStage<Optional<StanzaError>> refusal(Jid user, Jid room) {
        var isFree = isServiceAdmin.test(room.domain(), user);
        return allowed.refusal(user, room)
                .thenApply(refused -> refused.isPresent() || isFree || paces.take(user, 1, clock.instant())
                        ? refused
                        : Optional.of(TOO_MANY));
    }
}
