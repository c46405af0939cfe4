package io.kith.node;

import akka.actor.typed.ActorSystem;
import io.kith.node.edge.EdgeHub;
import io.kith.proto.stream.StreamError;
import io.kith.sharding.domain.DomainView;
import io.kith.sharding.session.UserSession;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node does when the domains of its cluster change: it says so, and ends the streams and sessions of a domain
/// that is gone, those that are parked too.
record DomainChanges(ActorSystem<?> system, EdgeHub hub, int connectionsPerSecond) implements DomainView.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(DomainChanges.class);

    @Override
    public void changed(Set<String> added, Set<String> removed) {
        added.forEach(domain -> LOG.info("Serving {}", domain));
        removed.forEach(domain -> LOG.info("Serving {} no longer; its sessions end", domain));
        if (!removed.isEmpty()) {
            hub.domainsChanged(connectionsPerSecond);
            var gone = StreamError.of(StreamError.Condition.HOST_GONE);
            LocalEntities.tell(
                    system,
                    UserSession.TYPE,
                    account -> removed.contains(account.substring(account.indexOf('@') + 1)),
                    new UserSession.End("", "", gone, false));
        }
    }
}
