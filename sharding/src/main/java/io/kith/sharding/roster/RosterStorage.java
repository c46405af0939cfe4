package io.kith.sharding.roster;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.kith.persistence.account.Change;
import io.kith.persistence.account.Item;
import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.store.StoredContact;
import io.kith.proto.store.StoredRemoval;
import io.kith.proto.store.StoredRequest;
import io.kith.proto.store.StoredRosterVersion;
import io.kith.proto.store.StoredSubscription;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// The stored form of a roster: an item of kind `ROSTER` per contact, one of kind `REQUEST` per
/// unanswered request, and the setting `roster-version`. What cannot be read is a defect or damage,
/// and the load fails: a roster with a contact missing would hide somebody, or show the user to
/// somebody.
final class RosterStorage {

    private static final String VERSION_KEY = "roster-version";

    private RosterStorage() {}

    static Roster load(String lineage, RosterLimits limits, Collection<Item> state) {
        var version = RosterVersion.first(lineage);
        var contacts = new LinkedHashMap<Jid, RosterItem>();
        var requests = new LinkedHashMap<Jid, Stanza>();
        for (var item : state) {
            try {
                switch (item.kind()) {
                    case ROSTER -> {
                        var contact = contact(item);
                        contacts.put(contact.jid(), contact);
                    }
                    case REQUEST ->
                        requests.put(
                                Jid.parse(item.key()),
                                Stanza.parse(StoredRequest.parseFrom(item.value())
                                        .getStanza()
                                        .toByteArray()));
                    case SETTING -> version = item.key().equals(VERSION_KEY) ? version(lineage, item) : version;
                    case BLOCK, PUSH, ROOM -> {
                        // other classes' own
                    }
                }
            } catch (InvalidProtocolBufferException | IllegalArgumentException damaged) {
                throw new IllegalStateException("an item of kind " + item.kind() + " cannot be read", damaged);
            }
        }
        return new Roster(limits, version, contacts, requests);
    }

    static Change put(RosterItem contact) {
        var stored = StoredContact.newBuilder()
                .setName(contact.name())
                .addAllGroups(contact.groups())
                .setSubscription(
                        switch (contact.subscription()) {
                            case NONE -> StoredSubscription.STORED_SUBSCRIPTION_NONE;
                            case TO -> StoredSubscription.STORED_SUBSCRIPTION_TO;
                            case FROM -> StoredSubscription.STORED_SUBSCRIPTION_FROM;
                            case BOTH -> StoredSubscription.STORED_SUBSCRIPTION_BOTH;
                        })
                .setAsk(contact.ask())
                .setApproved(contact.approved())
                .setVersion(contact.version())
                .build();
        return new Change.Put(new Item(Kind.ROSTER, contact.jid().toString(), stored.toByteArray()));
    }

    static Change removeContact(Jid jid) {
        return new Change.Remove(Kind.ROSTER, jid.toString());
    }

    static Change put(Jid asking, Stanza request) {
        var stored = StoredRequest.newBuilder()
                .setStanza(ByteString.copyFrom(request.bytes()))
                .build();
        return new Change.Put(new Item(Kind.REQUEST, asking.toString(), stored.toByteArray()));
    }

    static Change removeRequest(Jid asking) {
        return new Change.Remove(Kind.REQUEST, asking.toString());
    }

    static Change put(RosterVersion version) {
        var stored =
                StoredRosterVersion.newBuilder().setVersion(version.number()).setFloor(version.floor());
        version.removals()
                .forEach((jid, at) -> stored.addRemovals(StoredRemoval.newBuilder()
                        .setJid(jid.toString())
                        .setVersion(at)
                        .build()));
        return new Change.Put(new Item(Kind.SETTING, VERSION_KEY, stored.build().toByteArray()));
    }

    private static RosterItem contact(Item item) throws InvalidProtocolBufferException {
        var stored = StoredContact.parseFrom(item.value());
        var subscription = switch (stored.getSubscription()) {
            case STORED_SUBSCRIPTION_NONE -> Subscription.NONE;
            case STORED_SUBSCRIPTION_TO -> Subscription.TO;
            case STORED_SUBSCRIPTION_FROM -> Subscription.FROM;
            case STORED_SUBSCRIPTION_BOTH -> Subscription.BOTH;
            case UNRECOGNIZED -> throw new IllegalArgumentException("a subscription of a later release");
        };
        return new RosterItem(
                Jid.parse(item.key()),
                stored.getName(),
                stored.getGroupsList(),
                subscription,
                stored.getAsk(),
                stored.getApproved(),
                stored.getVersion());
    }

    private static RosterVersion version(String lineage, Item item) throws InvalidProtocolBufferException {
        var stored = StoredRosterVersion.parseFrom(item.value());
        Map<Jid, Long> removals = new LinkedHashMap<>();
        for (var removal : stored.getRemovalsList()) {
            removals.put(Jid.parse(removal.getJid()), removal.getVersion());
        }
        return new RosterVersion(lineage, stored.getVersion(), stored.getFloor(), removals);
    }
}
