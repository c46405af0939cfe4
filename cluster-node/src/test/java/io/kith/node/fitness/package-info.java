/// Tests about the code itself: the arrows between modules and packages, names, and what documents say about the code.
@NullMarked
package io.kith.node.fitness;

import org.jspecify.annotations.NullMarked;
