/// The composition root: a node is put together here, by constructors, and taken apart in a written order.
///
/// [Node] takes settings, stores and a clock, so that one or several can live in the runtime of a
/// test. [DataDirectory] and [Storage] are what a node on a machine has besides: the right to its
/// data, and a Cassandra. [Features] is the list of protocol extensions. Nothing but the command
/// line calls this package.
@NullMarked
package io.kith.node;

import org.jspecify.annotations.NullMarked;
