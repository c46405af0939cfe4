/// Real nodes as processes of their own, started as an operator starts them.
@NullMarked
package io.kith.node.process;

import org.jspecify.annotations.NullMarked;
