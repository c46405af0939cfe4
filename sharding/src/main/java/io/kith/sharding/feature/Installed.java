package io.kith.sharding.feature;

import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What all features have attached, sorted by stage; finished before the first stanza comes.
final class Installed {

    record Staged(Stage stage, Feature feature, Hooks.OnStanza handler) {}

    record Claim<H>(Feature feature, H handler) {}

    private record Request(String type, String namespace, String name) {}

    final List<Staged> outgoing = new ArrayList<>();
    final List<Staged> incoming = new ArrayList<>();
    final List<Staged> available = new ArrayList<>();
    final List<Staged> unavailable = new ArrayList<>();
    final List<Staged> undeliverable = new ArrayList<>();
    final List<Claim<Hooks.Copies>> copies = new ArrayList<>();
    final Set<String> advertised = new LinkedHashSet<>();
    final Set<String> advertisedByAccounts = new LinkedHashSet<>();
    final Set<String> advertisedByRoomServices = new LinkedHashSet<>();
    final List<Claim<Hooks.OnBlocked>> blocks = new ArrayList<>();
    private final List<Function<String, Optional<Element>>> forms = new ArrayList<>();
    private final List<Function<String, Optional<Element>>> items = new ArrayList<>();
    private final List<Function<String, Element>> offeredOnStreams = new ArrayList<>();
    private final Map<Request, Claim<Hooks.OnNobodyIq>> nobodyIqs = new HashMap<>();
    private final Map<Request, Claim<Hooks.OnAccountIq>> accountIqs = new HashMap<>();
    private final Map<Request, Claim<Hooks.OnDomainIq>> domainIqs = new HashMap<>();
    private final Map<Request, Claim<Hooks.OnDomainIq>> roomServiceIqs = new HashMap<>();
    private final Map<Class<? extends Feature>, Feature> needed = new HashMap<>();

    private Installed() {}

    static Installed of(List<? extends Feature> features) {
        var installed = new Installed();
        for (var feature : features) {
            feature.install(installed.new Attaching(feature));
        }
        installed.needed.forEach((type, by) -> {
            if (features.stream().noneMatch(type::isInstance)) {
                throw new IllegalArgumentException(name(by) + " needs " + type.getSimpleName());
            }
        });
        installed.outgoing.sort(Comparator.comparing(Staged::stage));
        installed.incoming.sort(Comparator.comparing(Staged::stage));
        return installed;
    }

    List<Element> streamFeatures(String domain) {
        return offeredOnStreams.stream().map(offered -> offered.apply(domain)).toList();
    }

    private List<Element> formsOf(String domain) {
        return forms.stream().flatMap(form -> form.apply(domain).stream()).toList();
    }

    private List<Element> itemsOf(String domain) {
        return items.stream().flatMap(item -> item.apply(domain).stream()).toList();
    }

    @Nullable
    Claim<Hooks.OnAccountIq> accountIq(Stanza iq) {
        return claimed(accountIqs, iq);
    }

    @Nullable
    Claim<Hooks.OnNobodyIq> nobodyIq(Stanza iq) {
        return claimed(nobodyIqs, iq);
    }

    @Nullable
    Claim<Hooks.OnDomainIq> domainIq(Stanza iq) {
        return claimed(domainIqs, iq);
    }

    @Nullable
    Claim<Hooks.OnDomainIq> roomServiceIq(Stanza iq) {
        return claimed(roomServiceIqs, iq);
    }

    private static <H> @Nullable Claim<H> claimed(Map<Request, Claim<H>> claims, Stanza iq) {
        var children = iq.children();
        if (children.size() != 1) {
            return null;
        }
        var payload = children.getFirst();
        return claims.get(new Request(iq.type(), payload.namespace(), payload.name()));
    }

    private static String name(Feature feature) {
        return feature.getClass().getSimpleName();
    }

    /// The hooks as one feature sees them.
    private final class Attaching implements Hooks {

        private final Feature feature;

        Attaching(Feature feature) {
            this.feature = feature;
        }

        @Override
        public void disco(String advertisedFeature) {
            advertised.add(advertisedFeature);
        }

        @Override
        public void accountDisco(String advertisedFeature) {
            advertisedByAccounts.add(advertisedFeature);
        }

        @Override
        public Supplier<List<String>> advertised() {
            return () -> List.copyOf(advertised);
        }

        @Override
        public Supplier<List<String>> advertisedByAccounts() {
            return () -> List.copyOf(advertisedByAccounts);
        }

        @Override
        public void discoForm(Function<String, Optional<Element>> form) {
            forms.add(form);
        }

        @Override
        public Function<String, List<Element>> discoForms() {
            return Installed.this::formsOf;
        }

        @Override
        public void discoItem(Function<String, Optional<Element>> item) {
            items.add(item);
        }

        @Override
        public Function<String, List<Element>> discoItems() {
            return Installed.this::itemsOf;
        }

        @Override
        public void roomServiceDisco(String advertisedFeature) {
            advertisedByRoomServices.add(advertisedFeature);
        }

        @Override
        public Supplier<List<String>> advertisedByRoomServices() {
            return () -> List.copyOf(advertisedByRoomServices);
        }

        @Override
        public void streamFeature(Function<String, Element> offered) {
            offeredOnStreams.add(offered);
        }

        @Override
        public void nobodyIq(IqType type, String namespace, String name, OnNobodyIq handler) {
            claim(nobodyIqs, type, namespace, name, handler);
        }

        @Override
        public void blocks(OnBlocked blocked) {
            blocks.add(new Claim<>(feature, blocked));
        }

        @Override
        public void accountIq(IqType type, String namespace, String name, OnAccountIq handler) {
            claim(accountIqs, type, namespace, name, handler);
        }

        @Override
        public void domainIq(IqType type, String namespace, String name, OnDomainIq handler) {
            claim(domainIqs, type, namespace, name, handler);
        }

        @Override
        public void roomServiceIq(IqType type, String namespace, String name, OnDomainIq handler) {
            claim(roomServiceIqs, type, namespace, name, handler);
        }

        @Override
        public void outgoing(Stage stage, OnStanza handler) {
            outgoing.add(new Staged(stage, feature, handler));
        }

        @Override
        public void incoming(Stage stage, OnStanza handler) {
            incoming.add(new Staged(stage, feature, handler));
        }

        @Override
        public void copies(Copies handler) {
            copies.add(new Claim<>(feature, handler));
        }

        @Override
        public void afterAvailable(OnStanza handler) {
            available.add(new Staged(Stage.COPY, feature, handler));
        }

        @Override
        public void afterUnavailable(OnStanza handler) {
            unavailable.add(new Staged(Stage.COPY, feature, handler));
        }

        @Override
        public void whenUndeliverable(OnStanza handler) {
            undeliverable.add(new Staged(Stage.COPY, feature, handler));
        }

        @Override
        public void after(Class<? extends Feature> type) {
            needed.put(type, feature);
        }

        private <H> void claim(Map<Request, Claim<H>> claims, IqType type, String namespace, String name, H handler) {
            var request = new Request(type == IqType.GET ? "get" : "set", namespace, name);
            var other = claims.putIfAbsent(request, new Claim<>(feature, handler));
            if (other != null) {
                throw new IllegalArgumentException(
                        name(other.feature()) + " and " + name(feature) + " both answer " + request);
            }
        }
    }
}
