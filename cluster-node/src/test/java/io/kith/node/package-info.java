@NullMarked
package io.kith.node;

import org.jspecify.annotations.NullMarked;
