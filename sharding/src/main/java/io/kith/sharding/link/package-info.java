/// Links: what makes a hop between two parts of the cluster reliable. Akka delivers a remote message at most once; a
/// link numbers each message within an epoch, keeps it until the other side has confirmed it, and has the receiver
/// drop what it had and name what it misses. One `LinkSender` and one `LinkReceiver` make a link in one direction.
///
/// Everything here is a plain machine: no clock, no thread, no transport. Owners, edges, relays and hubs carry the
/// values between the two ends inside messages of their own and call `tick` now and then. The invariant: what was
/// offered is accepted in the order of offering, without a hole, once per receiver; a receiver that lost its state
/// (its entity moved or died) accepts again what nobody confirmed.
///
/// A confirmation lets the sender forget. Send one only for what survives the receiver: an owner confirms what it has
/// stored, an edge what it has written.
@NullMarked
package io.kith.sharding.link;

import org.jspecify.annotations.NullMarked;
