/// What an operator can set, read once and checked whole.
///
/// A setting has one name everywhere: `c2s.port` in the file is `--c2s-port` on the command line
/// and `KITH_C2S_PORT` in the environment. The command line counts before the environment, the
/// environment before the file, the file before the defaults. What is unknown is an error, never
/// ignored. All that is wrong is told at once.
@NullMarked
package io.kith.node.settings;

import org.jspecify.annotations.NullMarked;
