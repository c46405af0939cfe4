@NullMarked
package io.kith.node.membership;

import org.jspecify.annotations.NullMarked;
