/// Data forms (XEP-0004) as values: what a service asks, what is submitted, and lists of results.
///
/// Everything that reads or writes a `jabber:x:data` element does it here. Reading is tolerant: unknown types of
/// fields are text, a field without values has none. Nothing here knows what a form is about.
@NullMarked
package io.kith.proto.form;

import org.jspecify.annotations.NullMarked;
