/// Tests of what the log says of sessions and rooms, and `Heard`, which listens to it.
@NullMarked
package io.kith.sharding.log;

import org.jspecify.annotations.NullMarked;
