/// What rooms do beyond their core, one file each: guards at the door, checks of messages, queries, and what is shown.
///
/// Aspects are stateless and shared by all rooms; each attaches itself in `install`, so that its first lines are its
/// table of contents. [RoomAspects] is the list.
@NullMarked
package io.kith.sharding.room.aspect;

import org.jspecify.annotations.NullMarked;
