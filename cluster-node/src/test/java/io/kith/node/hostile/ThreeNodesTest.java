package io.kith.node.hostile;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// The same wrongs done to a cluster: who does them, who suffers them and who owns what are on
/// different nodes, and each is answered as if there were one.
@Tag(OneVictim.THREE_NODES)
final class ThreeNodesTest {

    @Nested
    final class Logins extends SaslAbuseTest {
        Logins(Victim victim) {
            super(victim);
        }
    }

    @Nested
    final class Stanzas extends StanzaAbuseTest {
        Stanzas(Victim victim) {
            super(victim);
        }
    }

    @Nested
    final class Strangers extends StrangerAbuseTest {
        Strangers(Victim victim) {
            super(victim);
        }
    }

    @Nested
    final class StreamManagement extends StreamManagementAbuseTest {
        StreamManagement(Victim victim) {
            super(victim);
        }
    }
}
