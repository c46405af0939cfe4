/// Contacts and subscriptions of one account, as pure rules (RFC 6121 §2, §3, Appendix A).
///
/// A [Roster][io.kith.sharding.roster.Roster] is an immutable value that the account's owner loads
/// from the account's items, asks for the next one, and stores by the changes that come with it
/// before anybody is told. Nothing here sends, waits or reads a clock. The invariant: what a client
/// sees of a contact (subscription, `ask`, `approved`, name, groups) changes only together with the
/// roster's version, and each version belongs to one contact.
@NullMarked
package io.kith.sharding.roster;

import org.jspecify.annotations.NullMarked;
