package io.kith.sharding.presence;

import akka.actor.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.Member;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.Cluster;
import io.kith.sharding.wire.WireMessage;

/// How the presence actors of the nodes reach each other: by node and well-known name, never by a reference. At
/// most
/// once, in order per pair.
final class Peers {

    static final String PUBLISHER = "presence-publisher";
    static final String HUB = "presence-hub";
    static final String DIRECTORY = "presence-directory";

    private final ActorSystem<?> system;
    private final NodeId self;
    private final String prefix;

    Peers(ActorSystem<?> system) {
        this.system = system;
        var member = Cluster.get(system).selfMember();
        this.self = id(member);
        this.prefix = member.address().protocol() + "://" + system.name() + "@";
    }

    static NodeId id(Member member) {
        return new NodeId(
                member.address().hostPort().substring(member.address().system().length() + 1),
                member.uniqueAddress().longUid());
    }

    NodeId self() {
        return self;
    }

    boolean isSelf(String node) {
        return self.node().equals(node);
    }

    void tell(String node, String name, WireMessage message) {
        Adapter.toClassic(system)
                .actorSelection(prefix + node + "/system/" + name)
                .tell(message, ActorRef.noSender());
    }

    /// To wherever the part is; it is brought to life if it is nowhere.
    void tellPart(int part, Directory.Wire message) {
        ClusterSharding.get(system)
                .entityRefFor(Directory.TYPE, Integer.toString(part))
                .tell(message);
    }
}
