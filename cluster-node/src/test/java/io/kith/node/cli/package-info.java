@NullMarked
package io.kith.node.cli;

import org.jspecify.annotations.NullMarked;
