@NullMarked
package io.kith.node.settings;

import org.jspecify.annotations.NullMarked;
