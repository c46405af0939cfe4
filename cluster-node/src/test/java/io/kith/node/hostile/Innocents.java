package io.kith.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/// Juliet and Romeo, who chat through the same node as whoever attacks it, and shall notice nothing.
final class Innocents implements AutoCloseable {

    private final Wire juliet;
    private final Wire romeo;
    private int said;

    Innocents(Victim victim) throws IOException {
        juliet = victim.online("juliet", "balcony");
        romeo = victim.online("romeo", "orchard");
    }

    /// Fails unless a message of each reaches the other, and nothing else has since the last time.
    void chat() throws IOException {
        say(juliet, romeo);
        say(romeo, juliet);
    }

    private void say(Wire from, Wire to) throws IOException {
        var body = "<body>word " + ++said + "</body>";
        from.send("<message type='chat' id='w" + said + "' to='" + to.jid() + "'>" + body + "</message>");
        var got = to.until(body) + to.until("</message>");
        assertThat(got).startsWith("<message").containsOnlyOnce("<message");
    }

    @Override
    public void close() throws IOException {
        juliet.close();
        romeo.close();
    }
}
