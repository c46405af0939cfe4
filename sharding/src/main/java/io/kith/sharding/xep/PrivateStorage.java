package io.kith.sharding.xep;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.kith.persistence.privatexml.PrivateXml;
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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/// XEP-0049: XML that an account's clients keep for themselves, one element for each name and
/// namespace.
///
/// One element is asked for at a time; several may be stored at once, in their order, each by
/// itself: when one is refused, those before it are stored. What belongs to another account is
/// `forbidden`, whether or not that exists. What is over a bound is `policy-violation`.
public final class PrivateStorage implements Feature {

    /// The largest element, in bytes of XML.
    static final int ELEMENT_BYTES_MAX = 65_536;

    /// The most elements that one request stores.
    static final int ELEMENTS_AT_ONCE_MAX = 20;

    private final PrivateXml store;

    public PrivateStorage(PrivateXml store) {
        this.store = store;
    }

    @Override
    public Xep xep() {
        return new Xep(49, "1.2", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.disco(Namespaces.PRIVATE);
        hooks.outgoing(
                Stage.GUARD,
                (account, stanza) -> Acquaintance.refuseAbroad(account, stanza, Namespaces.PRIVATE, "query"));
        hooks.accountIq(Hooks.IqType.GET, Namespaces.PRIVATE, "query", this::get);
        hooks.accountIq(Hooks.IqType.SET, Namespaces.PRIVATE, "query", this::set);
    }

    Outcome get(Account account, Stanza request) {
        if (account.sender().isEmpty()) {
            return Outcome.PASS;
        }
        var wanted = elements(request);
        if (wanted.size() != 1 || isReserved(wanted.getFirst())) {
            return new Outcome.Refuse(StanzaError.BAD_REQUEST);
        }
        var name = wanted.getFirst();
        return new Outcome.ReplyLater(store.find(account.uid(), name.name(), name.namespace())
                .thenApply(found -> request.result(Element.of("query", Namespaces.PRIVATE)
                        .with(found.map(Element::parse).orElseGet(() -> Element.of(name.name(), name.namespace()))))));
    }

    Outcome set(Account account, Stanza request) {
        if (account.sender().isEmpty()) {
            return Outcome.PASS;
        }
        var elements = elements(request);
        if (elements.isEmpty() || elements.stream().anyMatch(PrivateStorage::isReserved)) {
            return new Outcome.Refuse(StanzaError.NOT_ACCEPTABLE);
        }
        if (elements.size() > ELEMENTS_AT_ONCE_MAX
                || elements.stream().anyMatch(element -> element.toBytes("").length > ELEMENT_BYTES_MAX)) {
            return new Outcome.Refuse(StanzaError.POLICY_VIOLATION);
        }
        return new Outcome.ReplyLater(store(account.uid(), elements)
                .thenApply(stored -> stored ? request.result() : request.error(StanzaError.POLICY_VIOLATION)));
    }

    /// One after the other; false when there is no room for one of them.
    private CompletionStage<Boolean> store(UUID uid, List<Element> elements) {
        if (elements.isEmpty()) {
            return completedFuture(true);
        }
        var first = elements.getFirst();
        return store.put(uid, first.name(), first.namespace(), first.toBytes(""))
                .thenCompose(
                        stored -> stored ? store(uid, elements.subList(1, elements.size())) : completedFuture(false));
    }

    /// What is stored must have a namespace of its own (§2.3).
    private static boolean isReserved(Element element) {
        return element.namespace().isEmpty() || element.namespace().equals(Namespaces.PRIVATE);
    }

    private static List<Element> elements(Stanza request) {
        return request.firstChild().map(Element::children).orElse(List.of());
    }
}
