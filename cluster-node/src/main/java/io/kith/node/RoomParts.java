package io.kith.node;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.cluster.typed.Cluster;
import io.kith.node.admin.RoomAdministration;
import io.kith.persistence.Stores;
import io.kith.persistence.archive.LogIds;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.proto.jid.Jid;
import io.kith.sharding.hash.KeyedHash;
import io.kith.sharding.room.Aspects;
import io.kith.sharding.room.Pace;
import io.kith.sharding.room.PacedCreation;
import io.kith.sharding.room.RoomConfig;
import io.kith.sharding.room.RoomCounters;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.room.RoomOrder;
import io.kith.sharding.room.RoomServices;
import io.kith.sharding.room.RoomSharding;
import io.kith.sharding.room.RoomTerms;
import io.kith.sharding.room.SharedPaces;
import io.kith.sharding.room.aspect.RoomAspects;
import io.kith.sharding.room.relay.FromRelay;
import io.kith.sharding.room.relay.RelayHub;
import io.kith.sharding.session.Owners;
import io.kith.sharding.session.Unstored;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All that a node has to do with rooms, put together.
final class RoomParts {

    /// After as long with nobody in it a room leaves the memory.
    private static final Duration IDLE = Duration.ofSeconds(300);

    /// How long an answer is waited for that nobody reads.
    private static final Duration WAKES_WITHIN = Duration.ofSeconds(5);

    private static final Set<MemberStatus> WITH_CLIENTS =
            Set.of(MemberStatus.up(), MemberStatus.weaklyUp(), MemberStatus.leaving(), MemberStatus.exiting());

    /// What rooms can do besides talking.
    static final Aspects ASPECTS = Aspects.of(RoomAspects.all());

    private final RegisteredDomains domains;
    private final RoomCounters counters = new RoomCounters();
    private final RoomIndex listed;
    private volatile @Nullable RoomSharding rooms;

    RoomParts(RegisteredDomains domains, RoomIndex index, InstantSource clock) {
        this.domains = domains;
        this.listed = new WakingIndex(index, this::wake, clock);
    }

    /// The index of rooms for those who list them.
    RoomIndex listed() {
        return listed;
    }

    private void wake(Jid room) {
        var started = rooms;
        if (started != null) {
            var _ = started.order(room, RoomOrder.Show::new, WAKES_WITHIN); // asked only to wake it
        }
    }

    RoomCounters counters() {
        return counters;
    }

    /// How owners speak to accounts and to rooms.
    Owners way(Owners accounts) {
        return (peer, message) -> {
            if (domains.hostsRooms(peer.domain())) {
                tell(peer, message);
            } else {
                accounts.tell(peer, message);
            }
        };
    }

    private void tell(Jid room, UserSession.Wire message) {
        var started = rooms;
        if (started != null) {
            started.fromOwners().tell(room, message);
        }
    }

    /// How relays speak to rooms; before rooms are started nobody hears them.
    void tell(Jid room, FromRelay message) {
        var started = rooms;
        if (started != null) {
            started.fromRelays().tell(room, message);
        }
    }

    /// The rooms as operators see them.
    RoomAdministration operated(ActorSystem<?> system, Stores stores) {
        var started = Objects.requireNonNull(rooms, "rooms are started");
        return new OperatedRooms(domains, stores.accounts(), listed, started::order, new RoomJournal(system));
    }

    /// Starts rooms on this node.
    ///
    /// @param limits as they are now
    void start(
            ActorSystem<?> system,
            Stores stores,
            LogIds ids,
            Unstored unstored,
            Owners owners,
            KeyedHash hash,
            Supplier<RoomLimits> limits,
            InstantSource clock,
            RandomGenerator random,
            BooleanSupplier storeIsDown) {
        var made = new SharedPaces(Pace.CREATIONS, limits, counters);
        var creation = new PacedCreation(domains::makes, domains::ownsRooms, made, clock);
        var terms = new RoomTerms(
                random,
                limits,
                domains::ownsRooms,
                creation,
                new SharedPaces(Pace.INVITATIONS, limits, counters),
                RoomConfig.DEFAULT,
                ASPECTS,
                counters);
        rooms = RoomSharding.init(
                system,
                new RoomServices(
                        terms,
                        stores.archive(),
                        stores.roomIndex(),
                        ids,
                        unstored,
                        owners,
                        RelayHub.relays(system),
                        () -> nodes(system),
                        IDLE,
                        domains,
                        clock,
                        random,
                        storeIsDown),
                hash,
                "core");
    }

    /// The nodes that may have clients now.
    private static List<String> nodes(ActorSystem<?> system) {
        var nodes = new ArrayList<String>();
        for (var member : Cluster.get(system).state().getMembers()) {
            if (WITH_CLIENTS.contains(member.status())) {
                nodes.add(name(member));
            }
        }
        return nodes;
    }

    private static String name(Member member) {
        var address = member.address();
        return address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    }
}
