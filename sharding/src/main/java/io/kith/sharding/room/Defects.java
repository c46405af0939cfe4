package io.kith.sharding.room;

import io.kith.proto.stanza.Stanza;
import java.util.LinkedHashSet;
import java.util.Set;

/// The requests on which a room broke: its next life refuses them when they come again, for their senders repeat what
/// was not confirmed.
final class Defects {

    /// The latest are remembered.
    static final int REQUESTS_MAX = 16;

    private final Set<Stanza> requests = new LinkedHashSet<>(0);

    void add(Stanza request) {
        requests.remove(request);
        requests.add(request);
        if (requests.size() > REQUESTS_MAX) {
            requests.remove(requests.iterator().next());
        }
    }

    boolean has(Stanza request) {
        return requests.contains(request);
    }
}
