/// The command line: one class per verb.
///
/// A verb about accounts or domains asks the node that runs on the data directory; when none runs,
/// it starts a node that no client can reach, asks that, and stops it. Exit codes: 0 done, 1 it
/// can't be done, 2 the command is wrong.
@NullMarked
package io.kith.node.cli;

import org.jspecify.annotations.NullMarked;
