/// What a node does with clients that are wrong, rude or hostile: whole nodes, real sockets, raw bytes.
///
/// Each test does one wrong thing, expects the error that the standard names for it, and leaves two innocents beside it
/// who chat on ([Innocents]). What concerns accounts is done to a cluster of three nodes as well. The class names say
/// where in the life of a stream the wrong is done.
@NullMarked
package io.kith.node.hostile;

import org.jspecify.annotations.NullMarked;
