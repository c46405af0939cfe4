package io.kith.sharding.room.aspect;

import io.kith.sharding.room.RoomAspect;
import java.util.List;

/// The list of all aspects, in the order in which guards are asked (XEP-0045 §7.2: who may not enter at all is told so
/// before what else is missing).
public final class RoomAspects {

    private RoomAspects() {}

    public static List<RoomAspect> all() {
        return List.of(
                new MembersOnly(),
                new Password(),
                new MaxUsers(),
                new Moderated(),
                new Anonymity(),
                new PublicLogging(),
                new Lifetime(),
                new StableIds(),
                new OccupantIds(),
                new SelfPing(),
                new RoomInfo(),
                new RoomItems(),
                new ReservedNicks(),
                new Registration(),
                new Invitations(),
                new VoiceRequests(),
                new Subscriptions(),
                new RoomVCard(),
                new Hats(),
                new Correction(),
                new Retraction(),
                new Moderation(),
                new Mentions(),
                new Conversations());
    }
}
