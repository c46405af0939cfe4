package io.kith.node.edge;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.edge.Edges;
import io.kith.sharding.edge.Out;
import io.kith.sharding.session.UserSession;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// Owners that attach whoever asks, handle all at once, and send every stanza back where it came from.
final class EchoOwners implements Owners {

    final LinkedBlockingQueue<UserSession.Wire> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Edges> edges = new CompletableFuture<>();
    private final Map<EdgeAddress, Long> sent = new HashMap<>();
    private long epochs = 100;

    void speakThrough(Edges through) {
        edges.complete(through);
    }

    @Override
    public synchronized void tell(Jid account, UserSession.Wire command) {
        heard.add(command);
        switch (command) {
            case UserSession.Attach attach -> {
                var full = attach.resource().isEmpty()
                        ? account.withResource("made-up")
                        : account.withResource(attach.resource());
                say(account, attach.edge(), new EdgeMessage.Attached(++epochs, full, "s-" + epochs));
            }
            case UserSession.Inbound inbound -> {
                var last = inbound.firstN() + inbound.stanzas().size() - 1;
                say(account, inbound.edge(), new EdgeMessage.Handled(inbound.epoch(), last, last));
                var seq = sent.getOrDefault(inbound.edge(), 0L);
                var outs = inbound.stanzas().stream()
                        .map(stanza -> Out.unlogged(stanza.withFrom(stanza.to()).withTo(account)))
                        .toList();
                sent.put(inbound.edge(), seq + outs.size());
                say(account, inbound.edge(), new EdgeMessage.Outbound(inbound.epoch(), seq + 1, outs));
            }
            default -> {}
        }
    }

    private void say(Jid owner, EdgeAddress to, EdgeMessage message) {
        edges.join().tell(owner, to, message);
    }
}
