/// Pages of long lists (XEP-0059): what a client asks for, and the piece of an ordered list that it gets.
///
/// Used by every answer that may be long. Keys are text, unique, and in the order of the list; nothing is remembered
/// between two pages.
@NullMarked
package io.kith.proto.rsm;

import org.jspecify.annotations.NullMarked;
