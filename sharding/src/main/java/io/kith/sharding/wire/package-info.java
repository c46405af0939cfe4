/// The form of what crosses nodes.
@NullMarked
package io.kith.sharding.wire;

import org.jspecify.annotations.NullMarked;
