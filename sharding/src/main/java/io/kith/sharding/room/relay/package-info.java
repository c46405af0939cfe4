/// What a room says to the nodes that have occupants of it.
@NullMarked
package io.kith.sharding.room.relay;

import org.jspecify.annotations.NullMarked;
