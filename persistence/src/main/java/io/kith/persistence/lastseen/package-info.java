/// When an account was last available and what it said on leaving, for those who may ask (XEP-0012).
///
/// ```
/// last_seen  uid → at, status
/// ```
@NullMarked
package io.kith.persistence.lastseen;

import org.jspecify.annotations.NullMarked;
