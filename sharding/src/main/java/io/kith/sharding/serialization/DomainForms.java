package io.kith.sharding.serialization;

import io.kith.proto.store.DomainStore;
import io.kith.sharding.domain.Concern;
import io.kith.sharding.domain.Contacts;
import io.kith.sharding.domain.DomainEvent;
import io.kith.sharding.domain.DomainRegistry;
import io.kith.sharding.domain.DomainSettings;
import io.kith.sharding.domain.DomainSettings.Registration;
import io.kith.sharding.domain.DomainsState;
import io.kith.sharding.domain.RoomServiceSettings;
import io.kith.sharding.wire.WireForm;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The journal of the virtual hosts, and what nodes tell each other about them.
final class DomainForms {

    private static final WireForm<DomainEvent.Added> ADDED = WireForm.of(
            80,
            DomainEvent.Added.class,
            event -> DomainStore.Added.newBuilder()
                    .setDomain(event.domain())
                    .setSettings(write(event.settings()))
                    .setAt(micros(event.at()))
                    .build(),
            DomainStore.Added.parser(),
            wire -> new DomainEvent.Added(wire.getDomain(), settings(wire.getSettings()), instant(wire.getAt())));

    private static final WireForm<DomainEvent.Changed> CHANGED = WireForm.of(
            81,
            DomainEvent.Changed.class,
            event -> DomainStore.Changed.newBuilder()
                    .setDomain(event.domain())
                    .setSettings(write(event.settings()))
                    .setAt(micros(event.at()))
                    .build(),
            DomainStore.Changed.parser(),
            wire -> new DomainEvent.Changed(wire.getDomain(), settings(wire.getSettings()), instant(wire.getAt())));

    private static final WireForm<DomainEvent.Removed> REMOVED = WireForm.of(
            82,
            DomainEvent.Removed.class,
            event -> DomainStore.Removed.newBuilder()
                    .setDomain(event.domain())
                    .setAt(micros(event.at()))
                    .build(),
            DomainStore.Removed.parser(),
            wire -> new DomainEvent.Removed(wire.getDomain(), instant(wire.getAt())));

    private static final WireForm<DomainsState> STATE =
            WireForm.of(83, DomainsState.class, DomainForms::write, DomainStore.Domains.parser(), DomainForms::state);

    private static final WireForm<DomainRegistry.Poll> POLL = WireForm.of(
            84,
            DomainRegistry.Poll.class,
            _ -> DomainStore.Poll.getDefaultInstance(),
            DomainStore.Poll.parser(),
            _ -> new DomainRegistry.Poll());

    private DomainForms() {}

    static List<WireForm<?>> all() {
        return List.of(ADDED, CHANGED, REMOVED, STATE, POLL);
    }

    private static DomainStore.Domains write(DomainsState state) {
        var wire = DomainStore.Domains.newBuilder().setVersion(state.version());
        state.domains()
                .forEach((domain, settings) -> wire.addEntries(
                        DomainStore.Domains.Entry.newBuilder().setDomain(domain).setSettings(write(settings))));
        return wire.build();
    }

    private static DomainsState state(DomainStore.Domains wire) {
        var domains = new HashMap<String, DomainSettings>();
        wire.getEntriesList().forEach(entry -> domains.put(entry.getDomain(), settings(entry.getSettings())));
        return new DomainsState(wire.getVersion(), domains);
    }

    private static DomainStore.Settings write(DomainSettings settings) {
        var contacts = settings.contacts();
        var rooms = settings.rooms();
        return DomainStore.Settings.newBuilder()
                .setRegistrationOpen(settings.registration() == Registration.OPEN)
                .setRegistrationClosed(settings.registration() == Registration.CLOSED)
                .addAllAbuseContacts(contacts.of(Concern.ABUSE))
                .addAllAdminContacts(contacts.of(Concern.ADMIN))
                .addAllFeedbackContacts(contacts.of(Concern.FEEDBACK))
                .addAllSalesContacts(contacts.of(Concern.SALES))
                .addAllSecurityContacts(contacts.of(Concern.SECURITY))
                .addAllStatusContacts(contacts.of(Concern.STATUS))
                .addAllSupportContacts(contacts.of(Concern.SUPPORT))
                .setRoomsOff(!rooms.on())
                .setRoomService(rooms.name())
                .setRoomCreationByAdmins(rooms.creation() == RoomServiceSettings.Creation.ADMINS)
                .addAllRoomAdmins(rooms.admins())
                .build();
    }

    private static DomainSettings settings(DomainStore.Settings wire) {
        return new DomainSettings(
                wire.getRegistrationOpen()
                        ? Registration.OPEN
                        : wire.getRegistrationClosed() ? Registration.CLOSED : Registration.AS_THE_NODE,
                new Contacts(Map.of(
                        Concern.ABUSE, wire.getAbuseContactsList(),
                        Concern.ADMIN, wire.getAdminContactsList(),
                        Concern.FEEDBACK, wire.getFeedbackContactsList(),
                        Concern.SALES, wire.getSalesContactsList(),
                        Concern.SECURITY, wire.getSecurityContactsList(),
                        Concern.STATUS, wire.getStatusContactsList(),
                        Concern.SUPPORT, wire.getSupportContactsList())),
                new RoomServiceSettings(
                        !wire.getRoomsOff(),
                        wire.getRoomService(),
                        wire.getRoomCreationByAdmins()
                                ? RoomServiceSettings.Creation.ADMINS
                                : RoomServiceSettings.Creation.ALL,
                        wire.getRoomAdminsList()));
    }

    private static long micros(Instant at) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
