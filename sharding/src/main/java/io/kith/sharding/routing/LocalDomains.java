package io.kith.sharding.routing;

/// The domains that this cluster serves, as this node knows them now. Any thread may ask; the
/// answer costs a look-up.
@FunctionalInterface
public interface LocalDomains {

    /// Whether this prepared domain is served here.
    boolean hosts(String domain);

    /// Whether this prepared domain is that of a room service here (XEP-0045).
    default boolean hostsRooms(String domain) {
        return false;
    }
}
