/// A room: its rules, its durable state and what happens to it.
///
/// Stanzas of clients enter through their owners, in order; what the room says leaves through one relay per node, and
/// through owners where it is for one user. All rules are in [RoomMachine] and its desks, free of actors and I/O, with
/// [RoomOutside] as the world; what not every room needs is an aspect, one file each. Durable is [RoomState], made by
/// [RoomEvent]s, and the room's log; occupants are soft, and are told again by the relays after a move.
@NullMarked
package io.kith.sharding.room;

import org.jspecify.annotations.NullMarked;
