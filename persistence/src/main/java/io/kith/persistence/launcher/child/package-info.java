/// What runs inside the Cassandra process before Cassandra does. Its classes are copied into that
/// process's class path, so they need nothing but the JDK.
@NullMarked
package io.kith.persistence.launcher.child;

import org.jspecify.annotations.NullMarked;
