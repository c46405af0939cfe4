@NullMarked
package io.kith.node.edge.login;

import org.jspecify.annotations.NullMarked;
