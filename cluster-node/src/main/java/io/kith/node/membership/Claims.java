package io.kith.node.membership;

import java.io.IOException;
import java.util.Set;

/// Which node claims which number, as a majority of the nodes has it: whoever adds a claim and then reads sees every
/// claim whose adding was done before, and of two who do so at once at least one sees the other's. Blocking.
interface Claims {

    /// One node's claim.
    ///
    /// @param node `host:port#incarnation`
    record Claim(int number, String node) {}

    /// @throws IOException when no majority answers
    Set<Claim> all() throws IOException;

    /// @throws IOException when no majority answers; the claim may stand all the same
    void add(Claim claim) throws IOException;

    /// @throws IOException when no majority answers; the claim may be gone all the same
    void remove(Claim claim) throws IOException;
}
