package io.kith.sharding.domain;

import java.util.Optional;
import java.util.Set;

/// The virtual hosts as this node knows them now: in memory, at most moments behind the registry.
public interface Domains {

    /// Whether accounts of this domain live here. The name is prepared.
    default boolean serves(String domain) {
        return settings(domain).isPresent();
    }

    /// What is set for it; empty when it is not served.
    Optional<DomainSettings> settings(String domain);

    /// The virtual host whose rooms are at this domain; empty when there are no rooms.
    Optional<String> hostOfRooms(String service);

    /// Whether there are rooms at this domain. Costs a look-up.
    boolean hasRooms(String service);

    /// All names.
    Set<String> all();
}
