/// What clients keep with their account for themselves (XEP-0049): one value for each element name.
///
/// ```
/// private_xml  uid → namespace, name → value
/// ```
@NullMarked
package io.kith.persistence.privatexml;

import org.jspecify.annotations.NullMarked;
