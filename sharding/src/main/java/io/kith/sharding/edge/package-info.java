/// What an owner says to a client's connection, and how it addresses one.
///
/// A connection is addressed by node, hub incarnation and number, never by a reference of its own,
/// so that thousands of them cost nothing but a table. Owners speak through
/// [io.kith.sharding.edge.Edges]; connections answer with the commands of `UserSession`. Messages
/// may be lost, never reordered between the same two ends; the links inside them repair losses.
@NullMarked
package io.kith.sharding.edge;

import org.jspecify.annotations.NullMarked;
