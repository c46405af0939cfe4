/// A node among the others of its cluster: how it joins, and the number that it has to itself.
///
/// The number is part of every log id that the node mints, so no two nodes may have one at the same time. It is claimed
/// in distributed data before the node serves and given back when the cluster has removed the node.
@NullMarked
package io.kith.node.membership;

import org.jspecify.annotations.NullMarked;
