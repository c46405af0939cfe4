/// The tables, as numbered steps that only go forward: resources `NNNN_name.cql`, each applied once and never changed
/// after.
///
/// What was applied is recorded with a checksum. A server runs with the schema that it knows and
/// with none that is newer or differs; it says which step is wrong.
///
/// ```
/// schema_version  (0) → number → name, checksum, applied          number 0 is the lock of whoever applies
/// ```
@NullMarked
package io.kith.persistence.schema;

import org.jspecify.annotations.NullMarked;
