/// Stores that fail as real ones do, for the tests of everything that must survive it.
@NullMarked
package io.kith.persistence.faults;

import org.jspecify.annotations.NullMarked;
