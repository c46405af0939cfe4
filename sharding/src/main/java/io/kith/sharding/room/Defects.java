package io.kith.sharding.room;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.room.relay.Mark;
import java.util.LinkedHashSet;
import java.util.Set;

/// The requests on which a room broke: its next life refuses them when they come again, for their senders repeat what
/// was not confirmed. The same words that a client says once more are another request.
final class Defects {

    /// The latest are remembered.
    static final int REQUESTS_MAX = 16;

    private record Known(Stanza stanza, Mark mark) {}

    private final Set<Known> requests = new LinkedHashSet<>(0);

    void add(Stanza request, Mark mark) {
        var known = new Known(request, mark);
        requests.remove(known);
        requests.add(known);
        if (requests.size() > REQUESTS_MAX) {
            requests.remove(requests.iterator().next());
        }
    }

    boolean has(Stanza request, Mark mark) {
        return !requests.isEmpty() && requests.contains(new Known(request, mark));
    }
}
