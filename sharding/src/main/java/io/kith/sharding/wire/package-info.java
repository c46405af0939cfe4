/// The form of what crosses nodes, without the list of it: that is `serialization`, which knows all packages, while
/// this one knows none and every other may use it.
///
/// A [io.kith.sharding.wire.WireMessage] has a number and a Protobuf form for ever and is read by nodes of other
/// versions; an [io.kith.sharding.wire.OperatorMessage] lives within one version. No message takes more than 128 KiB;
/// what may be larger is cut and put together by [io.kith.sharding.wire.Chunks].
@NullMarked
package io.kith.sharding.wire;

import org.jspecify.annotations.NullMarked;
