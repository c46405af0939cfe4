/// The card that an account shows of itself (XEP-0054), as its client sent it.
///
/// ```
/// vcard  uid → card
/// ```
@NullMarked
package io.kith.persistence.vcard;

import org.jspecify.annotations.NullMarked;
