/// Tests of what rooms say to nodes.
@NullMarked
package io.kith.sharding.room.relay;

import org.jspecify.annotations.NullMarked;
