/// The arithmetic of stream management (XEP-0198): counters that wrap.
///
/// Values, without a thread, a clock or I/O. Counts are what the peer said it handled; what that means for a log is the
/// caller's, and what was written and not yet acknowledged is kept by the edge, with the numbers of its link.
@NullMarked
package io.kith.proto.sm;

import org.jspecify.annotations.NullMarked;
