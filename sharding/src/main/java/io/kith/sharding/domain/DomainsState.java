package io.kith.sharding.domain;

import io.kith.sharding.wire.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// All virtual hosts as of one version: the number of events that made it.
public record DomainsState(long version, Map<String, DomainSettings> domains) implements WireMessage {

    /// The most that all domains and their settings may take, so that they cross nodes, and are kept, as one message.
    public static final int BYTES_MAX = 120 * 1024;

    /// What a text takes besides its bytes, at most.
    private static final int TEXT_BYTES = 4;

    /// What a domain takes besides texts, at most.
    private static final int DOMAIN_BYTES = 16;

    static final DomainsState NONE = new DomainsState(0, Map.of());

    /// Copies the map.
    public DomainsState {
        domains = Map.copyOf(domains);
    }

    /// The domains at which there are rooms, with the host that each belongs to. What is a host itself has accounts and
    /// no rooms; a name that was given comes before one that is only usual.
    Map<String, String> roomServices() {
        var services = new TreeMap<String, String>();
        for (var named : new boolean[] {true, false}) {
            new TreeMap<>(domains).forEach((domain, settings) -> {
                var service = settings.rooms().at(domain).orElse("");
                var isNamed = !settings.rooms().name().isEmpty();
                if (isNamed == named && !service.isEmpty() && !domains.containsKey(service)) {
                    services.putIfAbsent(service, domain);
                }
            });
        }
        return services;
    }

    /// Whether this is a host, or the place of the rooms of another host than `domain`.
    boolean isTaken(String service, String domain) {
        return domains.containsKey(service)
                || !roomServices().getOrDefault(service, domain).equals(domain);
    }

    /// What it takes as a message, or a little more.
    int bytes() {
        var bytes = 0;
        for (var entry : domains.entrySet()) {
            var settings = entry.getValue();
            bytes += DOMAIN_BYTES
                    + bytes(entry.getKey())
                    + bytes(settings.rooms().name());
            for (var admin : settings.rooms().admins()) {
                bytes += bytes(admin);
            }
            for (var addresses : settings.contacts().addresses().values()) {
                for (var address : addresses) {
                    bytes += bytes(address);
                }
            }
        }
        return bytes;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length + TEXT_BYTES;
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
