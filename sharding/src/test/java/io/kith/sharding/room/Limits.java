package io.kith.sharding.room;

/// Smaller bounds for tests.
public final class Limits {

    private static final RoomLimits ALL = RoomLimits.DEFAULT;

    private Limits() {}

    static RoomLimits affiliations(int max) {
        return of(ALL.occupantsMax(), ALL.reserveForAdmins(), max, ALL.storedBytesMax(), ALL.subscribersMax());
    }

    public static RoomLimits storedBytes(int max) {
        return of(ALL.occupantsMax(), ALL.reserveForAdmins(), ALL.affiliationsMax(), max, ALL.subscribersMax());
    }

    public static RoomLimits occupants(int max, int reserve) {
        return of(max, reserve, ALL.affiliationsMax(), ALL.storedBytesMax(), ALL.subscribersMax());
    }

    public static RoomLimits subscribers(int max) {
        return of(ALL.occupantsMax(), ALL.reserveForAdmins(), ALL.affiliationsMax(), ALL.storedBytesMax(), max);
    }

    private static RoomLimits of(int occupants, int reserve, int affiliations, int storedBytes, int subscribers) {
        return new RoomLimits(
                occupants,
                reserve,
                ALL.sessionsPerNickMax(),
                ALL.nickCharactersMax(),
                ALL.rates(),
                ALL.messageBytesMax(),
                ALL.presenceBytesMax(),
                affiliations,
                ALL.reasonCharactersMax(),
                storedBytes,
                ALL.itemsPerRequestMax(),
                ALL.invitesPerMessageMax(),
                subscribers);
    }
}
