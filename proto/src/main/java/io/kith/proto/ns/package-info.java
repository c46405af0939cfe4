/// The one list of XML namespace names. Everything that compares or writes a namespace takes it from here, so that a
/// search for a constant finds every user of a specification.
@NullMarked
package io.kith.proto.ns;

import org.jspecify.annotations.NullMarked;
