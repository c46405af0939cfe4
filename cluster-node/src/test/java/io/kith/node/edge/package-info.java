@NullMarked
package io.kith.node.edge;

import org.jspecify.annotations.NullMarked;
