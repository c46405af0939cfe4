package io.kith.node.edge.login;

import io.kith.proto.sasl.ChannelBinding;
import java.util.List;

/// What a login may rely on about the connection below it.
///
/// @param encrypted whether TLS is on
/// @param bindings what the login can be bound to, the best first; empty without TLS
/// @param address where the client is, as `Throttle` counts it
/// @param connection its number, for the log
public record Channel(boolean encrypted, List<ChannelBinding> bindings, String address, long connection) {

    public Channel {
        bindings = List.copyOf(bindings);
    }
}
