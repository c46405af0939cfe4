package io.kith.node.membership;

import io.kith.node.membership.Claims.Claim;
import io.kith.proto.stanza.StanzaId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds a number that no other node of the cluster has.
///
/// A node writes its claim, reads all claims, and has the number if nobody else claims it; else it takes its claim back
/// and tries another. Of two that claim one number at once, one at least sees the other and yields; both may.
final class NodeNumbers {

    /// How many numbers there are.
    static final int COUNT = 1 << StanzaId.NODE_BITS;

    /// Tries, each of which fails only when another node tries the same at the same moment, or no majority answers.
    static final int TRIES_MAX = 20;

    private static final Logger LOG = LoggerFactory.getLogger(NodeNumbers.class);
    private static final long PAUSE_MILLIS_MAX = 200;

    private final Claims claims;
    private final RandomGenerator random;

    NodeNumbers(Claims claims, RandomGenerator random) {
        this.claims = claims;
        this.random = random;
    }

    /// Blocks until the node has a number: until [#TRIES_MAX] tries have failed at the longest.
    ///
    /// @param preferred taken when it is free
    /// @throws IOException when it got none
    int claim(String node, int preferred) throws IOException {
        var wanted = preferred;
        for (var tried = 0; tried < TRIES_MAX; tried++) {
            try {
                var taken = takenByOthers(node);
                if (taken.contains(wanted)) {
                    wanted = anyBut(taken);
                }
                var claim = new Claim(wanted, node);
                claims.add(claim);
                if (!takenByOthers(node).contains(wanted)) {
                    return wanted;
                }
                claims.remove(claim);
            } catch (IOException e) {
                LOG.info("No majority of the nodes answers about the number {}, trying again", wanted, e);
            }
            pause();
        }
        throw new IOException("got no number among the nodes of the cluster in " + TRIES_MAX + " tries");
    }

    private Set<Integer> takenByOthers(String node) throws IOException {
        var taken = new HashSet<Integer>();
        for (var claim : claims.all()) {
            if (!claim.node().equals(node)) {
                taken.add(claim.number());
            }
        }
        return taken;
    }

    private int anyBut(Set<Integer> taken) throws IOException {
        if (taken.size() >= COUNT) {
            throw new IOException("all " + COUNT + " numbers of nodes are taken");
        }
        var number = random.nextInt(COUNT);
        while (taken.contains(number)) {
            number = (number + 1) % COUNT;
        }
        return number;
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(Duration.ofMillis(random.nextLong(PAUSE_MILLIS_MAX)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while claiming a number", e);
        }
    }
}
