/// Being laid.
@NullMarked
package io.kith.sharding;

import org.jspecify.annotations.NullMarked;
