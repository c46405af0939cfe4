package io.kith.sharding.room;

import java.time.Duration;

/// Every bound of a room in one place. Whoever is over one is refused with `resource-constraint` and told to wait, and
/// nobody else notices, unless said otherwise.
///
/// @param occupantsMax nicknames in one room, whatever its owners set; beyond it `service-unavailable` (XEP-0045
///     §7.2.9)
/// @param reserveForAdmins how many owners and admins are let in beyond that (§7.2.9)
/// @param sessionsPerNickMax clients of one user under one nickname
/// @param nickCharactersMax beyond it `not-acceptable`
/// @param rates how fast one user may do what
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
        Rates rates,
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
            new Rates(
                    new Rate(20, Duration.ofSeconds(10)),
                    new Rate(200, Duration.ofSeconds(10)),
                    new Rate(512 * 1024, Duration.ofSeconds(10)),
                    new Rate(30, Duration.ofSeconds(30)),
                    new Rate(10, Duration.ofSeconds(60)),
                    new Rate(30, Duration.ofSeconds(60)),
                    new Rate(5, Duration.ofSeconds(60)),
                    new Rate(300, Duration.ofSeconds(10)),
                    new Rate(100, Duration.ofHours(1)),
                    new Rate(60, Duration.ofSeconds(60))),
            65_536,
            8_192,
            10_000,
            1_024,
            4 << 20,
            200,
            20,
            10_000);

    /// How fast one user may do what.
    ///
    /// @param joins entries, and trials to subscribe
    /// @param messages to all, and privately
    /// @param bytes of all that is for others: messages, presences, IQs through the room, cards
    /// @param presences changes of presence
    /// @param invitations invitations and declines, through all rooms that one node owns
    /// @param requests for a voice or to be registered
    /// @param queries IQs, to the room and through it
    /// @param creations rooms made, of all those that one node comes to own
    /// @param changes of configuration, subject, card, hats, affiliations and roles, which all are told
    ///     of; ten more of the last two in one request count as one more
    public record Rates(
            Rate joins,
            Rate messages,
            Rate bytes,
            Rate presences,
            Rate nickChanges,
            Rate invitations,
            Rate requests,
            Rate queries,
            Rate creations,
            Rate changes) {

        /// As fast as they like.
        public static final Rates UNLIMITED = new Rates(
                Rate.UNLIMITED,
                Rate.UNLIMITED,
                Rate.UNLIMITED,
                Rate.UNLIMITED,
                Rate.UNLIMITED,
                Rate.UNLIMITED,
                Rate.UNLIMITED,
                Rate.UNLIMITED,
                Rate.UNLIMITED,
                Rate.UNLIMITED);
    }

    /// At most so many at once, given back evenly over a time.
    public record Rate(int burst, Duration over) {

        /// As many as they like.
        public static final Rate UNLIMITED = new Rate(Integer.MAX_VALUE, Duration.ofSeconds(1));

        public Rate {
            if (burst < 1 || !over.isPositive()) {
                throw new IllegalArgumentException(burst + " over " + over);
            }
        }
    }

    /// The same, with these rates and these bounds of occupants and standings.
    public RoomLimits with(Rates newRates, int newOccupantsMax, int newAffiliationsMax) {
        return new RoomLimits(
                newOccupantsMax,
                reserveForAdmins,
                sessionsPerNickMax,
                nickCharactersMax,
                newRates,
                messageBytesMax,
                presenceBytesMax,
                newAffiliationsMax,
                reasonCharactersMax,
                storedBytesMax,
                itemsPerRequestMax,
                invitesPerMessageMax,
                subscribersMax);
    }
}
