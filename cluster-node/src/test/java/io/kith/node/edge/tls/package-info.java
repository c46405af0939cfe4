@NullMarked
package io.kith.node.edge.tls;

import org.jspecify.annotations.NullMarked;
