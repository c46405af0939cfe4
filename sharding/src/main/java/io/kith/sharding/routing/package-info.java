/// Where a stanza goes, from its `to` alone: an account here, a domain here, or somebody else's
/// domain. Pure.
@NullMarked
package io.kith.sharding.routing;

import org.jspecify.annotations.NullMarked;
