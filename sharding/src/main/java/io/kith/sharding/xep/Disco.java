package io.kith.sharding.xep;

import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Xep;
import java.util.List;

/// XEP-0030: what domains and accounts are and can do.
///
/// A domain tells everybody. An account tells its own clients and those who see its presence, and
/// lists its available resources for them; others learn nothing, as XEP-0030 §8 demands: no
/// information, and no items, whether or not it exists. There are no nodes but the one of the
/// server's own capabilities ([Caps]); any other is `item-not-found`.
public final class Disco implements Feature {

    private final String name;

    /// @param name what the server is called
    public Disco(String name) {
        this.name = name;
    }

    @Override
    public Xep xep() {
        return new Xep(30, "2.5.0", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        for (var feature : List.of(Namespaces.DISCO_INFO, Namespaces.DISCO_ITEMS)) {
            hooks.disco(feature);
            hooks.accountDisco(feature);
        }
        var features = hooks.advertised();
        var forms = hooks.discoForms();
        var items = hooks.discoItems();
        var accountFeatures = hooks.advertisedByAccounts();
        hooks.domainIq(
                Hooks.IqType.GET,
                Namespaces.DISCO_INFO,
                "query",
                (_, query) -> domainInfo(query, DiscoInfo.ofServer(name, features.get(), forms.apply(domain(query)))));
        hooks.domainIq(
                Hooks.IqType.GET,
                Namespaces.DISCO_ITEMS,
                "query",
                (_, query) -> withoutNode(
                        query,
                        Element.of("query", Namespaces.DISCO_ITEMS)
                                .with(items.apply(domain(query)).toArray(Element[]::new))));
        hooks.accountIq(
                Hooks.IqType.GET,
                Namespaces.DISCO_INFO,
                "query",
                (account, query) -> accountInfo(account, query, accountFeatures.get()));
        hooks.accountIq(Hooks.IqType.GET, Namespaces.DISCO_ITEMS, "query", this::accountItems);
        hooks.nobodyIq(Hooks.IqType.GET, Namespaces.DISCO_ITEMS, "query", Disco::noItems);
    }

    private static String domain(Stanza query) {
        var to = query.to();
        return to == null ? "" : to.domain();
    }

    private static Outcome domainInfo(Stanza query, DiscoInfo info) {
        var node = node(query);
        return node.isEmpty() || node.equals(Caps.nodeOf(info))
                ? new Outcome.Reply(query.result(info.toQuery(node)))
                : new Outcome.Refuse(StanzaError.ITEM_NOT_FOUND);
    }

    private static Outcome accountInfo(Account account, Stanza query, List<String> features) {
        if (!Acquaintance.of(account, query)) {
            return Outcome.PASS;
        }
        var info = new DiscoInfo(List.of(new DiscoInfo.Identity("account", "registered", "", "")), features, List.of());
        return withoutNode(query, info.toQuery(""));
    }

    Outcome accountItems(Account account, Stanza query) {
        if (!Acquaintance.of(account, query)) {
            return noItems(query);
        }
        var resources = account.devices().stream()
                .filter(device -> device.presence().isPresent())
                .map(device -> Element.of("item", Namespaces.DISCO_ITEMS).withAttribute("jid", device.full()))
                .toArray(Element[]::new);
        return withoutNode(query, Element.of("query", Namespaces.DISCO_ITEMS).with(resources));
    }

    /// XEP-0030 §8: an empty result for strangers and for nobody's address, with a node or without.
    private static Outcome noItems(Stanza query) {
        var empty = Element.of("query", Namespaces.DISCO_ITEMS);
        var node = node(query);
        return new Outcome.Reply(query.result(node.isEmpty() ? empty : empty.withAttribute("node", node)));
    }

    private static Outcome withoutNode(Stanza query, Element answer) {
        return node(query).isEmpty()
                ? new Outcome.Reply(query.result(answer))
                : new Outcome.Refuse(StanzaError.ITEM_NOT_FOUND);
    }

    private static String node(Stanza query) {
        return query.firstChild()
                .map(element -> element.attributeOr("node", ""))
                .orElse("");
    }
}
