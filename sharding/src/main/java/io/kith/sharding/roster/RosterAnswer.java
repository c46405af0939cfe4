package io.kith.sharding.roster;

import io.kith.proto.xml.Element;
import java.util.List;

/// The answer to a roster get (RFC 6121 §2.1.4, §2.6.3).
public sealed interface RosterAnswer {

    /// The whole roster, as the payload of the result.
    record Whole(Element query) implements RosterAnswer {}

    /// An empty result, then these pushes to the asking resource alone, in this order; none when it has the newest.
    record Since(List<Element> pushes) implements RosterAnswer {
        public Since {
            pushes = List.copyOf(pushes);
        }
    }
}
