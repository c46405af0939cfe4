/// The extensions that live on the connection itself: stream management and client state.
///
/// Each is a plain machine that a session of the edge asks; none knows sockets, owners or time beyond what
/// it is told.
@NullMarked
package io.kith.node.edge.xep;

import org.jspecify.annotations.NullMarked;
