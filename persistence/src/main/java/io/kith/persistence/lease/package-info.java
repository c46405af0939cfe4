/// The right of one cluster to a keyspace, for a short time and renewed: two clusters on one keyspace would
/// overwrite each other's accounts and journals.
///
/// ```
/// cluster  (0) → holder, data, members, beat          expires when it is not renewed
/// ```
@NullMarked
package io.kith.persistence.lease;

import org.jspecify.annotations.NullMarked;
