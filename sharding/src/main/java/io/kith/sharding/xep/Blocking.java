package io.kith.sharding.xep;

import io.kith.persistence.account.AccountStates;
import io.kith.persistence.account.Change;
import io.kith.persistence.account.Item;
import io.kith.persistence.account.Kind;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Stage;
import io.kith.sharding.feature.Xep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// XEP-0191: addresses with which an account has nothing to do until it says otherwise.
///
/// A blocked address finds the account offline: its presence is dropped, its messages and requests
/// are `service-unavailable`, and the account's own stanzas to it are `not-acceptable` with
/// `<blocked/>`. Subscriptions stay as they are ("polite blocking", §4). Nobody can block the
/// account itself or its server: the way to unblock must stay open. Who blocks a room leaves it; of a
/// blocked occupant of a room nothing comes that it says or shows there.
///
/// Every change is saved before it is answered; devices that have asked for the list are told. Those
/// concerned who may see the account's presence see it go and come: accounts by their owner's word, which asks
/// [Hooks#blocks] before and after, single sessions by what is sent here.
public final class Blocking implements Feature {

    /// The most addresses that one account blocks: as many as one save can take away again. One
    /// more is `policy-violation`; whole domains count as one.
    static final int BLOCKED_MAX = AccountStates.CHANGES_MAX;

    /// The most bytes of the whole list as it is sent: it stays one stanza. What would make it longer is
    /// `policy-violation`.
    static final int LIST_BYTES_MAX = 512 * 1024;

    private static final byte[] NOTHING_MORE = {};

    private static final StanzaError TOO_MANY =
            StanzaError.POLICY_VIOLATION.withText("At most " + BLOCKED_MAX + " addresses can be blocked");

    private static final StanzaError TOO_LONG =
            StanzaError.POLICY_VIOLATION.withText("The list of blocked addresses can't be longer");

    private static final StanzaError BLOCKED = StanzaError.NOT_ACCEPTABLE
            .withType(StanzaError.Type.CANCEL)
            .withApplication(Element.of("blocked", Namespaces.BLOCKING_ERRORS));

    private final RandomGenerator ids;

    /// A device that has asked for the list.
    private record Asked() {}

    /// @param ids for the ids of what devices are told
    public Blocking(RandomGenerator ids) {
        this.ids = ids;
    }

    @Override
    public Xep xep() {
        return new Xep(191, "1.3", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.BLOCKING);
        hooks.accountDisco(Namespaces.BLOCKING);
        hooks.accountIq(Hooks.IqType.GET, Namespaces.BLOCKING, "blocklist", this::list);
        hooks.accountIq(Hooks.IqType.SET, Namespaces.BLOCKING, "block", this::block);
        hooks.accountIq(Hooks.IqType.SET, Namespaces.BLOCKING, "unblock", this::unblock);
        hooks.incoming(Stage.GUARD, this::guardIncoming);
        hooks.outgoing(Stage.GUARD, this::guardOutgoing);
        hooks.blocks((account, other) -> BlockList.of(account).blocks(other));
    }

    Outcome list(Account account, Stanza request) {
        if (account.sender().isEmpty()) {
            return Outcome.PASS;
        }
        account.sender().get().slots().put(new Asked());
        return new Outcome.Reply(
                request.result(payload("blocklist", BlockList.of(account).jids())));
    }

    Outcome block(Account account, Stanza request) {
        if (account.sender().isEmpty()) {
            return Outcome.PASS;
        }
        var named = named(request);
        var fault = fault(request);
        if (fault.isPresent() || named.isEmpty()) {
            return new Outcome.Refuse(fault.orElse(StanzaError.BAD_REQUEST));
        }
        if (named.stream().anyMatch(jid -> jid.bare().equals(account.jid()))) {
            return new Outcome.Refuse(StanzaError.NOT_ALLOWED);
        }
        var before = BlockList.of(account);
        var added = named.stream().filter(jid -> !before.contains(jid)).toList();
        var after = before.with(added);
        if (after.addresses().size() > BLOCKED_MAX) {
            return new Outcome.Refuse(TOO_MANY);
        }
        if (!added.isEmpty() && payload("blocklist", after.jids()).toBytes(Namespaces.CLIENT).length > LIST_BYTES_MAX) {
            return new Outcome.Refuse(TOO_LONG);
        }
        var changes = new ArrayList<Change>();
        added.forEach(jid -> changes.add(new Change.Put(new Item(Kind.BLOCK, jid.toString(), NOTHING_MORE))));
        var told = pushes(account, payload("block", named));
        for (var watcher : after.sessionsShutOutBeyond(before, account)) {
            for (var presence : shown(account)) {
                told.add(Stanza.presence(presence.from(), watcher, "unavailable"));
            }
        }
        return saved(changes, told, request);
    }

    /// Without any item: all are unblocked (§3.5).
    Outcome unblock(Account account, Stanza request) {
        if (account.sender().isEmpty()) {
            return Outcome.PASS;
        }
        var fault = fault(request);
        if (fault.isPresent()) {
            return new Outcome.Refuse(fault.get());
        }
        var named = named(request);
        var before = BlockList.of(account);
        var removed = named.isEmpty()
                ? before.jids()
                : named.stream().filter(before::contains).toList();
        var changes = new ArrayList<Change>();
        removed.forEach(jid -> changes.add(new Change.Remove(Kind.BLOCK, jid.toString())));
        var told = pushes(account, payload("unblock", named));
        for (var watcher : before.sessionsShutOutBeyond(before.without(removed), account)) {
            for (var presence : shown(account)) {
                told.add(presence.withTo(watcher));
            }
        }
        return saved(changes, told, request);
    }

    Outcome guardIncoming(Account account, Stanza stanza) {
        var from = stanza.from();
        if (from == null || !BlockList.of(account).blocks(from)) {
            return Outcome.PASS;
        }
        return switch (stanza.kind()) {
            case PRESENCE -> Outcome.DROP;
            case MESSAGE ->
                stanza.isError() || stanza.isType("headline")
                        ? Outcome.DROP // an offline account answers neither (RFC 6121 §8.5.2.2.1)
                        : new Outcome.Refuse(StanzaError.SERVICE_UNAVAILABLE);
            case IQ -> stanza.isRequest() ? new Outcome.Refuse(StanzaError.SERVICE_UNAVAILABLE) : Outcome.DROP;
        };
    }

    Outcome guardOutgoing(Account account, Stanza stanza) {
        var to = stanza.to();
        return to != null && BlockList.of(account).blocks(to) ? new Outcome.Refuse(BLOCKED) : Outcome.PASS;
    }

    /// To every device that has asked for the list (§3.3, §3.4).
    private List<Stanza> pushes(Account account, Element payload) {
        var pushes = new ArrayList<Stanza>();
        for (var device : account.devices()) {
            if (device.slots().has(Asked.class)) {
                var id = "block-" + Long.toUnsignedString(ids.nextLong(), 36);
                pushes.add(Stanza.iq("set", id, account.jid(), device.full(), payload));
            }
        }
        return pushes;
    }

    private static List<Stanza> shown(Account account) {
        return account.devices().stream()
                .flatMap(device -> device.presence().stream())
                .toList();
    }

    private static Outcome saved(List<Change> changes, List<Stanza> told, Stanza request) {
        var then = new Outcome.Also(told, new Outcome.Reply(request.result()));
        return changes.isEmpty() ? then : new Outcome.Change(changes, then);
    }

    /// What is wrong with the items of a request, if anything is.
    private static Optional<StanzaError> fault(Stanza request) {
        for (var item : items(request)) {
            var jid = item.attribute("jid");
            if (!item.is("item", Namespaces.BLOCKING) || jid.isEmpty()) {
                return Optional.of(StanzaError.BAD_REQUEST);
            }
            if (Jid.tryParse(jid.get()).isEmpty()) {
                return Optional.of(StanzaError.JID_MALFORMED);
            }
        }
        return Optional.empty();
    }

    /// The addresses in a request, each once.
    private static Collection<Jid> named(Stanza request) {
        var jids = new LinkedHashSet<Jid>();
        for (var item : items(request)) {
            item.attribute("jid").flatMap(Jid::tryParse).ifPresent(jids::add);
        }
        return jids;
    }

    private static List<Element> items(Stanza request) {
        return request.firstChild().map(Element::children).orElse(List.of());
    }

    private static Element payload(String name, Collection<Jid> jids) {
        return Element.of(name, Namespaces.BLOCKING)
                .with(jids.stream()
                        .map(jid -> Element.of("item", Namespaces.BLOCKING).withAttribute("jid", jid))
                        .toArray(Element[]::new));
    }
}
