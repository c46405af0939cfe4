/// The arithmetic of stream management (XEP-0198): counters that wrap, the queue of what was written and not yet
/// acknowledged, and the token under which a session is resumed.
///
/// Values and plain data structures, without a thread, a clock or I/O. Counts are what the peer said it handled; what
/// that means for a log is the caller's.
@NullMarked
package io.kith.proto.sm;

import org.jspecify.annotations.NullMarked;
