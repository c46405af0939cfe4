package io.kith.sharding.room;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaError;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/// Lets each user make so many rooms in a time on this node; who wants more is refused with `resource-constraint` and
/// told to wait. The admins of a service make as many as they like.
///
/// Rooms lie on the nodes by chance, so what a user can make in a cluster is up to as many times more as it has nodes.
/// Remembers as many users as [Paces]. For all rooms of a node, so from any thread.
public final class PacedCreation implements RoomCreation {

    private static final StanzaError TOO_MANY =
            StanzaError.RESOURCE_CONSTRAINT.withText("You have made many rooms of late");

    private final RoomCreation allowed;
    private final BiPredicate<String, Jid> isServiceAdmin;
    private final InstantSource clock;
    private final Paces paces;

    /// @param allowed who may make rooms at all; asked first
    /// @param isServiceAdmin whether of the rooms at that domain this user owns every one
    /// @param limits as they are now
    public PacedCreation(
            RoomCreation allowed,
            BiPredicate<String, Jid> isServiceAdmin,
            Supplier<RoomLimits> limits,
            InstantSource clock) {
        this.allowed = allowed;
        this.isServiceAdmin = isServiceAdmin;
        this.clock = clock;
        this.paces = new Paces(() -> limits.get().rates().creations());
    }

    @Override
    public CompletionStage<Optional<StanzaError>> refusal(Jid user, Jid room) {
        var isFree = isServiceAdmin.test(room.domain(), user);
        return allowed.refusal(user, room)
                .thenApply(refused -> refused.isPresent() || isFree || take(user) ? refused : Optional.of(TOO_MANY));
    }

    private boolean take(Jid user) {
        synchronized (paces) {
            return paces.take(user, clock.instant());
        }
    }
}
