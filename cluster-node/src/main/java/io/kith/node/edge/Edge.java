package io.kith.node.edge;

import io.kith.node.edge.login.LoginTerms;
import io.kith.node.edge.tls.TlsEngines;
import io.kith.sharding.routing.LocalDomains;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What all connections of a node share.
///
/// @param random cryptographically strong: stream ids come from it
public record Edge(
        EdgeSettings settings,
        LocalDomains domains,
        Owners owners,
        TlsEngines tls,
        LoginTerms login,
        Traffic traffic,
        Rates rates,
        InstantSource clock,
        RandomGenerator random) {}
