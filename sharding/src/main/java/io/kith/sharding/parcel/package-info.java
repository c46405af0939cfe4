/// What is too large to cross between nodes in one piece: cut by its sender, put together by its receiver.
///
/// Each protocol has a message of its own that carries a part, so that parts take the way of what they are parts of and
/// keep its order. A lost part is a lost message: whoever sends what counts keeps it until it is confirmed.
@NullMarked
package io.kith.sharding.parcel;

import org.jspecify.annotations.NullMarked;
