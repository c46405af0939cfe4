package io.kith.sharding.xep;

import io.kith.persistence.roomindex.RoomEntry;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.rsm.PageRequest;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Xep;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/// XEP-0045 §6.1 to §6.3: a domain lists its room service, a service says what it can do and lists its rooms, page by
/// page (XEP-0059).
///
/// A page has [RoomIndex#PAGE_MAX] rooms at most, also for who does not ask for pages; the next one comes after the
/// `last` that it names. Paging backwards, by index, and counting would need the whole list, and are
/// `feature-not-implemented`.
///
/// The rest of XEP-0045 is in `io.kith.sharding.room`. Occupants are told that the service is shut down (§11.2)
/// when its domain is served no longer, and not when a node stops, for its rooms go on at another one.
public final class RoomDirectory implements Feature {

    private final RoomIndex index;
    private final Function<String, Optional<String>> serviceOf;
    private final Collection<String> features;

    /// @param serviceOf where the rooms of a domain are
    /// @param features what rooms can do
    public RoomDirectory(RoomIndex index, Function<String, Optional<String>> serviceOf, Collection<String> features) {
        this.index = index;
        this.serviceOf = serviceOf;
        this.features = List.copyOf(features);
    }

    @Override
    public Xep xep() {
        return new Xep(45, "1.35.5", Xep.Coverage.PARTIAL);
    }

    @Override
    public void install(Hooks hooks) {
        hooks.discoItem(domain -> serviceOf
                .apply(domain)
                .map(service -> Element.of("item", Namespaces.DISCO_ITEMS).withAttribute("jid", service)));
        features.forEach(hooks::roomServiceDisco);
        for (var feature : List.of(Namespaces.DISCO_INFO, Namespaces.DISCO_ITEMS, Namespaces.RSM)) {
            hooks.roomServiceDisco(feature);
        }
        var all = hooks.advertisedByRoomServices();
        hooks.roomServiceIq(Hooks.IqType.GET, Namespaces.DISCO_INFO, "query", (_, query) -> info(query, all.get()));
        hooks.roomServiceIq(Hooks.IqType.GET, Namespaces.DISCO_ITEMS, "query", (_, query) -> items(query));
    }

    private static Outcome info(Stanza request, List<String> features) {
        if (hasNode(request)) {
            return new Outcome.Refuse(StanzaError.ITEM_NOT_FOUND);
        }
        var info = Element.of("query", Namespaces.DISCO_INFO)
                .with(Element.of("identity", Namespaces.DISCO_INFO)
                        .withAttribute("category", "conference")
                        .withAttribute("type", "text")
                        .withAttribute("name", "Rooms"));
        for (var feature : new TreeSet<>(features)) {
            info = info.with(Element.of("feature", Namespaces.DISCO_INFO).withAttribute("var", feature));
        }
        return new Outcome.Reply(request.result(info));
    }

    private Outcome items(Stanza request) {
        var to = request.to();
        var asked =
                PageRequest.in(request.child("query", Namespaces.DISCO_ITEMS).orElseThrow());
        if (to == null || asked.isEmpty()) {
            return new Outcome.Refuse(StanzaError.BAD_REQUEST);
        }
        if (hasNode(request)) {
            return new Outcome.Refuse(StanzaError.ITEM_NOT_FOUND);
        }
        var page = asked.get();
        if (page.before() != null || page.index() >= 0 || page.max() == 0) {
            return new Outcome.Refuse(StanzaError.FEATURE_NOT_IMPLEMENTED);
        }
        var after = page.after() == null ? "" : page.after();
        var limit = page.max() < 0 ? RoomIndex.PAGE_MAX : Math.min(page.max(), RoomIndex.PAGE_MAX);
        var isPaged = !page.equals(PageRequest.ALL);
        return new Outcome.ReplyLater(index.page(to.domain(), after, limit, true)
                .thenApply(found -> request.result(items(found, isPaged || found.size() == limit))));
    }

    private static Element items(List<RoomEntry> found, boolean isPage) {
        var items = found.stream().map(RoomDirectory::item).toArray(Element[]::new);
        var query = Element.of("query", Namespaces.DISCO_ITEMS).with(items);
        if (!isPage) {
            return query;
        }
        var set = Element.of("set", Namespaces.RSM);
        return query.with(
                found.isEmpty()
                        ? set
                        : set.with(
                                Element.of("first", Namespaces.RSM)
                                        .text(found.getFirst().room().local()),
                                Element.of("last", Namespaces.RSM)
                                        .text(found.getLast().room().local())));
    }

    private static Element item(RoomEntry entry) {
        return Element.of("item", Namespaces.DISCO_ITEMS)
                .withAttribute("jid", entry.room())
                .withAttribute("name", entry.name());
    }

    private static boolean hasNode(Stanza request) {
        return request.firstChild()
                .filter(query -> !query.attributeOr("node", "").isEmpty())
                .isPresent();
    }
}
