@NullMarked
package io.kith.node.admin;

import org.jspecify.annotations.NullMarked;
