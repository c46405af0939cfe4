package io.kith.sharding.room;

/// Smaller bounds for tests.
public final class Limits {

    private static final RoomLimits ALL = RoomLimits.DEFAULT;

    private Limits() {}

    static RoomLimits affiliations(int max) {
        return of(ALL.occupantsMax(), ALL.reserveForAdmins(), max);
    }

    public static RoomLimits occupants(int max, int reserve) {
        return of(max, reserve, ALL.affiliationsMax());
    }

    private static RoomLimits of(int occupants, int reserve, int affiliations) {
        return new RoomLimits(
                occupants,
                reserve,
                ALL.sessionsPerNickMax(),
                ALL.nickCharactersMax(),
                ALL.joins(),
                ALL.messages(),
                ALL.presences(),
                ALL.nickChanges(),
                ALL.invitations(),
                ALL.requests(),
                ALL.queries(),
                ALL.messageBytesMax(),
                ALL.presenceBytesMax(),
                affiliations,
                ALL.itemsPerRequestMax(),
                ALL.invitesPerMessageMax(),
                ALL.subscribersMax());
    }
}
