package io.kith.node;

import io.kith.node.edge.Listener;
import io.kith.node.edge.login.Login;
import io.kith.persistence.Stores;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.sharding.domain.Contacts;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.xep.AbuseContacts;
import io.kith.sharding.xep.AccountChanges;
import io.kith.sharding.xep.Blocking;
import io.kith.sharding.xep.Caps;
import io.kith.sharding.xep.Carbons;
import io.kith.sharding.xep.ChatMarkers;
import io.kith.sharding.xep.ChatStates;
import io.kith.sharding.xep.ClientStateOffer;
import io.kith.sharding.xep.Delay;
import io.kith.sharding.xep.Disco;
import io.kith.sharding.xep.EntityTime;
import io.kith.sharding.xep.InBandRegistration;
import io.kith.sharding.xep.LastActivity;
import io.kith.sharding.xep.OfflineMessages;
import io.kith.sharding.xep.Ping;
import io.kith.sharding.xep.PrivateStorage;
import io.kith.sharding.xep.ProcessingHints;
import io.kith.sharding.xep.Receipts;
import io.kith.sharding.xep.RoomDirectory;
import io.kith.sharding.xep.RoomNames;
import io.kith.sharding.xep.RoomSearch;
import io.kith.sharding.xep.RosterVersioning;
import io.kith.sharding.xep.SoftwareVersion;
import io.kith.sharding.xep.StanzaIds;
import io.kith.sharding.xep.StreamManagementOffer;
import io.kith.sharding.xep.VCard;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// The registry of protocol extensions: one line each, in the order in which one reads about them.
///
/// What is not in the list is not there: not on the wire, not in service discovery, not in the table
/// of what is supported. Their order means nothing to stanzas.
public final class Features {

    /// What the server calls itself.
    private static final String NAME = "Kith";

    private Features() {}

    /// All of them.
    ///
    /// @param random unguessable
    /// @param contacts where to turn to about a domain
    /// @param rooms where the rooms of a domain are
    /// @param listed all rooms, for those who list them
    /// @param roomFeatures what rooms can do
    /// @param version the number that clients may know, "" for none
    public static List<Feature> of(
            Stores stores,
            InstantSource clock,
            RandomGenerator random,
            AccountChanges accounts,
            Function<String, Contacts> contacts,
            Function<String, Optional<String>> rooms,
            RoomIndex listed,
            Collection<String> roomFeatures,
            String version) {
        return List.of(
                // What there is, and what it can do.
                new Disco(NAME),
                new Caps(NAME),
                version.isEmpty() ? SoftwareVersion.nameOnly(NAME) : SoftwareVersion.withNumber(NAME, version),
                new EntityTime(clock),
                new Ping(),
                new AbuseContacts(contacts),
                // The stream.
                new StreamManagementOffer(),
                new ClientStateOffer(),
                new RosterVersioning(),
                // Messages.
                new StanzaIds(),
                new Carbons(),
                new Delay(),
                new OfflineMessages(),
                new ProcessingHints(),
                new ChatStates(),
                new Receipts(),
                new ChatMarkers(),
                // Rooms.
                new RoomDirectory(listed, rooms, roomFeatures),
                new RoomSearch(listed),
                new RoomNames(random),
                // The account.
                new Blocking(random),
                new LastActivity(stores.lastSeen(), clock),
                new PrivateStorage(stores.privateXml()),
                new VCard(stores.vcards()),
                InBandRegistration.open(accounts));
    }

    /// What connections do by themselves before there is an account that a feature could belong to, and who does it:
    /// TLS from the first byte, and the kinds of channel binding that a login can have.
    public static Map<Xep, Class<?>> ofConnections() {
        return Map.of(
                new Xep(368, "1.1.0", Xep.Coverage.COMPLETE), Listener.class,
                new Xep(440, "1.0.0", Xep.Coverage.COMPLETE), Login.class);
    }
}
