package io.kith.sharding.roster;

import io.kith.persistence.account.Change;
import io.kith.persistence.account.Item;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// The contacts of one account and the subscriptions between them (RFC 6121 §2, §3). Immutable.
///
/// A change answers with a [RosterUpdate]: the next roster is used only once its changes are
/// stored. A contact that has asked and is not answered, and for whom the user has no item, is in
/// no result and no push (§3.1.3). Bounded by its [RosterLimits].
public final class Roster {

    private final RosterLimits limits;
    private final RosterVersion version;
    private final Map<Jid, RosterItem> items;
    private final Map<Jid, Stanza> requests;

    Roster(RosterLimits limits, RosterVersion version, Map<Jid, RosterItem> items, Map<Jid, Stanza> requests) {
        this.limits = limits;
        this.version = version;
        this.items = items.isEmpty() ? Map.of() : Collections.unmodifiableMap(items);
        this.requests = requests.isEmpty() ? Map.of() : Collections.unmodifiableMap(requests);
    }

    /// A roster without contacts.
    ///
    /// @param lineage tells this account from an earlier one of the same name; a few characters
    public static Roster empty(String lineage, RosterLimits limits) {
        return new Roster(limits, RosterVersion.first(lineage), Map.of(), Map.of());
    }

    /// The roster among an account's stored items; items of other kinds are left alone.
    ///
    /// @throws IllegalStateException when one of them cannot be read
    public static Roster load(String lineage, RosterLimits limits, Collection<Item> state) {
        return RosterStorage.load(lineage, limits, state);
    }

    public Optional<RosterItem> find(Jid contact) {
        return Optional.ofNullable(items.get(contact.bare()));
    }

    public Collection<RosterItem> items() {
        return items.values();
    }

    /// The requests that wait for the user's answer: each available resource gets them with its initial presence
    /// (§3.1.3).
    public Collection<Stanza> requests() {
        return requests.values();
    }

    public SubscriptionState state(Jid contact) {
        var item = items.get(contact.bare());
        boolean asked = requests.containsKey(contact.bare());
        return item == null
                ? SubscriptionState.of(Subscription.NONE, false, asked)
                : SubscriptionState.of(item.subscription(), item.ask(), asked);
    }

    /// Whether the contact may see the user's presence.
    public boolean shows(Jid contact) {
        var item = items.get(contact.bare());
        return item != null && item.subscription().from();
    }

    /// Whether the user may see the contact's presence.
    public boolean watches(Jid contact) {
        var item = items.get(contact.bare());
        return item != null && item.subscription().to();
    }

    /// Those who may see the user's presence.
    public List<Jid> audience() {
        return contacts(item -> item.subscription().from());
    }

    /// Those whose presence the user may see.
    public List<Jid> watched() {
        return contacts(item -> item.subscription().to());
    }

    /// The version that a client may come back with.
    public String version() {
        return version.text();
    }

    /// The answer to a roster get (§2.1.4, §2.6.3).
    public RosterAnswer answer(RosterQuery.Get get) {
        var known = get.ver().map(version::parse).filter(at -> at.isPresent());
        if (known.isPresent()) {
            var since = known.get().getAsLong();
            if (since >= version.floor()) {
                var pushes = pushesSince(since);
                if (pushes.size() <= limits.pushesMax()) {
                    return new RosterAnswer.Since(pushes);
                }
            }
        }
        var query = query(get.ver().isPresent() ? version.text() : "");
        return new RosterAnswer.Whole(
                query.with(items.values().stream().map(RosterItem::toElement).toArray(Element[]::new)));
    }

    /// Gives a contact a name and groups, and makes it one if it is none (§2.3, §2.4).
    public RosterUpdate put(RosterQuery.Put put) {
        var had = items.get(put.jid());
        if (had == null && items.size() >= limits.itemsMax()) {
            return new RosterUpdate.Refused(StanzaError.POLICY_VIOLATION);
        }
        var at = version.put(put.jid());
        var item = (had == null ? RosterItem.of(put.jid(), at.number()) : had)
                .named(put.name(), put.groups(), at.number());
        if (bytes() - (had == null ? 0 : had.bytes()) + item.bytes() > limits.rosterBytesMax()) {
            return new RosterUpdate.Refused(StanzaError.POLICY_VIOLATION);
        }
        return new RosterUpdate.Updated(
                new Roster(limits, at, with(items, put.jid(), item), requests),
                List.of(RosterStorage.put(item), RosterStorage.put(at)),
                List.of(push(at.number(), item.toElement())),
                Set.of(),
                List.of());
    }

    /// Removes a contact, and with it what was between the two (§2.5).
    public RosterUpdate remove(RosterQuery.Remove remove) {
        var jid = remove.jid();
        var item = items.get(jid);
        if (item == null) {
            return new RosterUpdate.Refused(StanzaError.ITEM_NOT_FOUND); // §2.5.3
        }
        var state = state(jid);
        var at = version.remove(jid, limits.removalsMax());
        var changes = new ArrayList<Change>(List.of(RosterStorage.removeContact(jid), RosterStorage.put(at)));
        var effects = EnumSet.noneOf(Effect.class);
        if (state.subscription().from()) {
            effects.add(Effect.HIDE);
        }
        if (state.subscription().to()) {
            effects.add(Effect.UNWATCH);
        }
        if (state.pendingIn()) {
            changes.add(RosterStorage.removeRequest(jid));
        }
        return new RosterUpdate.Updated(
                new Roster(limits, at, without(items, jid), without(requests, jid)),
                changes,
                List.of(push(at.number(), RosterItem.removed(jid))),
                Collections.unmodifiableSet(effects),
                endOf(state));
    }

    /// What the user says to a contact so that nothing is left between the two (§2.5.2).
    public static List<SubscriptionType> endOf(SubscriptionState state) {
        var end = new ArrayList<SubscriptionType>(2);
        if (state.subscription().to() || state.pendingOut()) {
            end.add(SubscriptionType.UNSUBSCRIBE);
        }
        if (state.subscription().from() || state.pendingIn()) {
            end.add(SubscriptionType.UNSUBSCRIBED);
        }
        return end;
    }

    /// Everybody to whom the user stands in any relation, asked for or granted.
    public Set<Jid> related() {
        var related = new LinkedHashSet<>(requests.keySet());
        related.addAll(contacts(item -> item.subscription() != Subscription.NONE || item.ask()));
        return related;
    }

    /// The user sends a subscription stanza to a contact (§3, §A.2).
    public RosterUpdate outbound(SubscriptionType type, Jid contact) {
        return apply(
                contact.bare(), Optional.empty(), had -> Subscriptions.outbound(type, had.state(), had.approved()));
    }

    /// A contact's subscription stanza has arrived (§3, §A.3).
    ///
    /// @param stanza with both addresses bare; a request is kept until the user answers it
    public RosterUpdate inbound(SubscriptionType type, Jid contact, Stanza stanza) {
        return apply(
                contact.bare(), Optional.of(stanza), had -> Subscriptions.inbound(type, had.state(), had.approved()));
    }

    private RosterUpdate apply(Jid contact, Optional<Stanza> stanza, UnaryOperator<Transition> table) {
        var item = items.get(contact);
        var before = new Transition(state(contact), item != null && item.approved(), Set.of());
        var after = table.apply(before);
        var changes = new ArrayList<Change>();
        var pushes = new ArrayList<Element>(1);
        var nextItems = items;
        var nextVersion = version;
        if (after.has(Effect.PUSH)) {
            if (item == null && items.size() >= limits.itemsMax()) {
                return new RosterUpdate.Refused(StanzaError.POLICY_VIOLATION);
            }
            nextVersion = version.put(contact);
            var at = nextVersion.number();
            var next = (item == null ? RosterItem.of(contact, at) : item).related(after.state(), after.approved(), at);
            nextItems = with(items, contact, next);
            changes.add(RosterStorage.put(next));
            changes.add(RosterStorage.put(nextVersion));
            pushes.add(push(at, next.toElement()));
        }
        var nextRequests = requests;
        if (!before.state().pendingIn() && after.state().pendingIn()) {
            if (stanza.isPresent() && requests.size() < limits.requestsMax()) {
                var kept = kept(stanza.get());
                nextRequests = with(requests, contact, kept);
                changes.add(RosterStorage.put(contact, kept));
            }
        } else if (before.state().pendingIn() && !after.state().pendingIn()) {
            nextRequests = without(requests, contact);
            changes.add(RosterStorage.removeRequest(contact));
        }
        return new RosterUpdate.Updated(
                new Roster(limits, nextVersion, nextItems, nextRequests), changes, pushes, after.effects(), List.of());
    }

    private Stanza kept(Stanza request) {
        return request.size() <= limits.requestBytesMax() ? request : request.without(_ -> true);
    }

    private List<Element> pushesSince(long since) {
        var byVersion = new TreeMap<Long, Element>();
        for (var item : items.values()) {
            if (item.version() > since) {
                byVersion.put(item.version(), item.toElement());
            }
        }
        for (var removal : version.removedSince(since)) {
            byVersion.put(removal.getValue(), RosterItem.removed(removal.getKey()));
        }
        var pushes = new ArrayList<Element>(byVersion.size());
        byVersion.forEach((at, item) -> pushes.add(push(at, item)));
        return pushes;
    }

    private Element push(long at, Element item) {
        return query(version.text(at)).with(item);
    }

    private static Element query(String ver) {
        var query = Element.of("query", Namespaces.ROSTER);
        return ver.isEmpty() ? query : query.withAttribute("ver", ver);
    }

    private List<Jid> contacts(Predicate<RosterItem> chosen) {
        var jids = new ArrayList<Jid>();
        for (var item : items.values()) {
            if (chosen.test(item)) {
                jids.add(item.jid());
            }
        }
        return jids;
    }

    private int bytes() {
        int bytes = 0;
        for (var item : items.values()) {
            bytes += item.bytes();
        }
        return bytes;
    }

    private static <V> Map<Jid, V> with(Map<Jid, V> map, Jid jid, V value) {
        var next = new LinkedHashMap<>(map);
        next.put(jid, value);
        return next;
    }

    private static <V> Map<Jid, V> without(Map<Jid, V> map, Jid jid) {
        var next = new LinkedHashMap<>(map);
        next.remove(jid);
        return next;
    }
}
