package io.kith.sharding.roster;

/// The bounds on one account's roster.
///
/// @param itemsMax contacts; one more is refused with `policy-violation`
/// @param groupsMax groups of one contact; `not-acceptable` above
/// @param nameBytesMax UTF-8 bytes of a contact's name; `not-acceptable` above (RFC 6121 §2.3.3)
/// @param groupBytesMax UTF-8 bytes of a group's name; likewise
/// @param rosterBytesMax names, groups and addresses of all contacts together, so that a whole roster stays one
///     stanza
///     of a size that a client can take; `policy-violation` above
/// @param requestsMax unanswered requests that are kept; further ones are shown to who is online, and not kept
/// @param requestBytesMax a request larger than this is kept without its payload
/// @param removalsMax removals that roster versioning remembers; a client that is further behind gets the whole
///     roster
/// @param pushesMax pushes that answer an old version; a client that needs more gets the whole roster
public record RosterLimits(
        int itemsMax,
        int groupsMax,
        int nameBytesMax,
        int groupBytesMax,
        int rosterBytesMax,
        int requestsMax,
        int requestBytesMax,
        int removalsMax,
        int pushesMax) {

    /// A thousand contacts, half a mebibyte.
    public static final RosterLimits DEFAULT = new RosterLimits(1_000, 64, 512, 512, 512 * 1024, 200, 4_096, 64, 100);
}
