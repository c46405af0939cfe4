/// Addresses (RFC 7622). Text enters through [Jid#parse] and [Jid#of], which prepare each part once; from
/// then on addresses are compared as plain strings. Two spellings that a standard calls the same (upper and
/// lower case, fullwidth and plain, composed and decomposed, an internationalised domain name and its `xn--`
/// form) are one [Jid]; whatever cannot be an address is a [MalformedJid]. Nothing here looks anything up: no
/// DNS, no accounts.
@NullMarked
package io.kith.proto.jid;

import org.jspecify.annotations.NullMarked;
