@NullMarked
package io.kith.node.edge.xep;

import org.jspecify.annotations.NullMarked;
