/// Addresses (RFC 7622), prepared once where they enter and compared as plain strings from then on.
@NullMarked
package io.kith.proto.jid;

import org.jspecify.annotations.NullMarked;
