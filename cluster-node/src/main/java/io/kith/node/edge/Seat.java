package io.kith.node.edge;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeMessage;
import java.util.List;

/// A connection as the hub knows it. Any thread may call; nothing blocks.
interface Seat {

    /// Its owner says something.
    void told(EdgeMessage message);

    /// Others show this to its client.
    void shown(List<Stanza> presences);

    /// A room says this to its client.
    void relayed(Letters.Relayed said);

    /// The deadline that it asked for has come.
    void wake();

    /// The node stops.
    void shutDown();

    /// Its owner may be another one now.
    void ownerMoved();

    /// Its domain may be served no longer.
    void domainsChanged();
}
