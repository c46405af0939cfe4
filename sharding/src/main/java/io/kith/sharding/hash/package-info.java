/// The keyed hash that spreads names over shards, parts and stripes: with a key of the cluster's
/// own, nobody outside can choose names that fall together.
@NullMarked
package io.kith.sharding.hash;

import org.jspecify.annotations.NullMarked;
