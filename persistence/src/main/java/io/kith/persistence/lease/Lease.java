package io.kith.persistence.lease;

import java.util.UUID;

/// What a cluster says of itself in its store.
///
/// @param holder the node that has written it last: `host:port#incarnation`
/// @param data the data directory of that node
/// @param members how many nodes the cluster had then
/// @param beat another number with each renewal of a holder
public record Lease(String holder, UUID data, int members, long beat) {

    /// Where other nodes reach its holder: `host:port`.
    public String address() {
        var end = holder.indexOf('#');
        return end < 0 ? holder : holder.substring(0, end);
    }
}
