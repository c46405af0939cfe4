/// The virtual hosts that this cluster serves and what is set for each.
///
/// [DomainRegistry] is one event-sourced entity for all of them: it takes additions, changes and
/// removals at run time, one after the other. Each node has a [DomainView], a copy in memory that
/// login and routing ask without waiting; it follows the registry's publications by version and
/// asks again where one is missing, so it is at most moments old.
@NullMarked
package io.kith.sharding.domain;

import org.jspecify.annotations.NullMarked;
