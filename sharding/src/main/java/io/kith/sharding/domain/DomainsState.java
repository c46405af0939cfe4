package io.kith.sharding.domain;

import io.kith.sharding.wire.WireMessage;
import java.util.Map;
import java.util.TreeMap;

/// All virtual hosts as of one version: the number of events that made it.
public record DomainsState(long version, Map<String, DomainSettings> domains) implements WireMessage {

    static final DomainsState NONE = new DomainsState(0, Map.of());

    /// Copies the map.
    public DomainsState {
        domains = Map.copyOf(domains);
    }

    DomainsState after(DomainEvent event) {
        var next = new TreeMap<>(domains);
        switch (event) {
            case DomainEvent.Added added -> next.put(added.domain(), added.settings());
            case DomainEvent.Changed changed -> next.put(changed.domain(), changed.settings());
            case DomainEvent.Removed removed -> next.remove(removed.domain());
        }
        return new DomainsState(version + 1, next);
    }
}
