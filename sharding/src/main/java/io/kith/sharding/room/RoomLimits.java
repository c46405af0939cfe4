package io.kith.sharding.room;

import java.time.Duration;

/// Every bound of a room in one place. Whoever is over one is refused with `resource-constraint` and told to wait, and
/// nobody else notices, unless said otherwise.
///
/// @param occupantsMax nicknames in one room, whatever its owners set; beyond it `service-unavailable` (XEP-0045
///     §7.2.8)
/// @param reserveForAdmins how many owners and admins are let in beyond that (§7.2.8)
/// @param sessionsPerNickMax clients of one user under one nickname
/// @param nickCharactersMax beyond it `not-acceptable`
/// @param joins entries of one user
/// @param messages messages of one user
/// @param presences presence changes of one user
/// @param nickChanges of one user
/// @param invitations invitations and declines of one user
/// @param requests voice and registration requests of one user
/// @param queries IQs of one user, to the room and through it
/// @param messageBytesMax beyond it `policy-violation`
/// @param presenceBytesMax beyond it `policy-violation`
/// @param affiliationsMax standings kept for one room
/// @param reasonCharactersMax of a change of an affiliation or a role; beyond it `policy-violation`
/// @param storedBytesMax what all standings, subscribers and the like of one room may take: below what a store takes in
///     one write
/// @param itemsPerRequestMax items in one change of affiliations or roles; beyond it `policy-violation`
/// @param invitesPerMessageMax invitations in one message; beyond it `policy-violation`
/// @param subscribersMax users who get the messages without joining
public record RoomLimits(
        int occupantsMax,
        int reserveForAdmins,
        int sessionsPerNickMax,
        int nickCharactersMax,
        Rate joins,
        Rate messages,
        Rate presences,
        Rate nickChanges,
        Rate invitations,
        Rate requests,
        Rate queries,
        int messageBytesMax,
        int presenceBytesMax,
        int affiliationsMax,
        int reasonCharactersMax,
        int storedBytesMax,
        int itemsPerRequestMax,
        int invitesPerMessageMax,
        int subscribersMax) {

    public static final RoomLimits DEFAULT = new RoomLimits(
            10_000,
            50,
            32,
            128,
            new Rate(20, Duration.ofSeconds(10)),
            new Rate(200, Duration.ofSeconds(10)),
            new Rate(30, Duration.ofSeconds(30)),
            new Rate(10, Duration.ofSeconds(60)),
            new Rate(30, Duration.ofSeconds(60)),
            new Rate(5, Duration.ofSeconds(60)),
            new Rate(300, Duration.ofSeconds(10)),
            65_536,
            8_192,
            10_000,
            1_024,
            4 << 20,
            200,
            20,
            10_000);

    /// At most so many at once, given back evenly over a time.
    public record Rate(int burst, Duration over) {
        public Rate {
            if (burst < 1 || !over.isPositive()) {
                throw new IllegalArgumentException(burst + " over " + over);
            }
        }
    }
}
