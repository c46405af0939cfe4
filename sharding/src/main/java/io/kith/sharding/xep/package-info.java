/// The extensions of accounts and domains, one class each; the folder is the list.
///
/// A stanza and what is known of the account enter, a decision leaves. Each class attaches itself in
/// `install`, whose lines are its table of contents, and says beside itself which bounds it has and
/// what a peer sees when it hits them. Nothing here knows an actor, and nothing keeps state but in
/// the account's items and slots or in a store given to the constructor. The one rule for all:
/// a stranger is answered as if the account did not exist, unless a standard says otherwise.
@NullMarked
package io.kith.sharding.xep;

import org.jspecify.annotations.NullMarked;
