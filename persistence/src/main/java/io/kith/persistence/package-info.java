/// Being laid.
@NullMarked
package io.kith.persistence;

import org.jspecify.annotations.NullMarked;
