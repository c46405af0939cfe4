package io.kith.sharding.room;

import io.kith.persistence.archive.Archive;
import io.kith.persistence.archive.LogIds;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.sharding.room.relay.Relays;
import io.kith.sharding.routing.LocalDomains;
import io.kith.sharding.session.Owners;
import io.kith.sharding.session.Unstored;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What the rooms of a node share. Everything here may be used from any thread.
///
/// @param unstored bounds the rows under way of all owners and rooms here together
/// @param owners the way to the owners of accounts
/// @param relays the way to the relays of all nodes
/// @param nodes the nodes that may have relays now, by `host:port`
/// @param idle after as long with nobody in it a room leaves the memory
/// @param domains whose accounts can be told something
/// @param storeIsDown whether the store is declared to be down: only then are messages shown before they are stored
public record RoomServices(
        RoomTerms terms,
        Archive archive,
        RoomIndex index,
        LogIds ids,
        Unstored unstored,
        Owners owners,
        Relays relays,
        Supplier<List<String>> nodes,
        Duration idle,
        LocalDomains domains,
        InstantSource clock,
        RandomGenerator random,
        BooleanSupplier storeIsDown) {}
