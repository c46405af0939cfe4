/// Being laid.
@NullMarked
package io.kith.loadtest;

import org.jspecify.annotations.NullMarked;
