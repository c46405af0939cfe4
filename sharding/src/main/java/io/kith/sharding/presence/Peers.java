package io.kith.sharding.presence;

import akka.actor.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import akka.cluster.Member;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.typed.Cluster;
import io.kith.sharding.parcel.Parcels;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.WireMessage;
import java.util.Optional;

/// How the presence actors of the nodes reach each other: by node and well-known name, never by a
/// reference. At most once, in order per pair.
final class Peers {

    static final String PUBLISHER = "presence-publisher";
    static final String HUB = "presence-hub";
    static final String DIRECTORY = "presence-directory";

    private final ActorSystem<?> system;
    private final Parcels parcels;
    private final NodeId self;
    private final String prefix;

    Peers(ActorSystem<?> system) {
        this.system = system;
        this.parcels = Parcels.get(system);
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

    /// To that node's publisher.
    void tellPublisher(String node, PresencePublisher.Wire message) {
        tell(node, PUBLISHER, message);
    }

    /// To that node's hub.
    void tellHub(String node, PresenceHub.Wire message) {
        parcels.send(message, whole -> tell(node, HUB, whole), part -> tell(node, HUB, new PresenceHub.Piece(part)));
    }

    /// To that node's directory.
    void tellDirectory(String node, Directory.Wire message) {
        parcels.send(
                message,
                whole -> tell(node, DIRECTORY, whole),
                part -> tell(node, DIRECTORY, new Directory.Piece(part)));
    }

    private void tell(String node, String name, WireMessage message) {
        Adapter.toClassic(system)
                .actorSelection(prefix + node + "/system/" + name)
                .tell(message, ActorRef.noSender());
    }

    /// What has become whole with this piece.
    Optional<WireMessage> arrived(Chunk piece) {
        return parcels.arrived(piece);
    }

    /// To wherever the part is; it is brought to life if it is nowhere.
    void tellPart(int part, Directory.Wire message) {
        var place = ClusterSharding.get(system).entityRefFor(Directory.TYPE, Integer.toString(part));
        parcels.send(message, place::tell, piece -> place.tell(new Directory.Piece(piece)));
    }
}
