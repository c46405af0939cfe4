package io.kith.node;

import static io.kith.node.admin.Refusal.Reason.CONFLICT;
import static io.kith.node.admin.Refusal.Reason.INVALID;
import static io.kith.node.admin.Refusal.Reason.UNKNOWN;
import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import io.kith.node.admin.Administration.HostedDomain;
import io.kith.node.admin.HostedDomains;
import io.kith.node.admin.Refusal;
import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.domain.Contacts;
import io.kith.sharding.domain.DomainChange;
import io.kith.sharding.domain.DomainRegistry;
import io.kith.sharding.domain.DomainRegistry.Answer;
import io.kith.sharding.domain.DomainSettings;
import io.kith.sharding.domain.DomainView;
import io.kith.sharding.domain.DomainsState;
import io.kith.sharding.domain.RoomServiceSettings;
import io.kith.sharding.routing.LocalDomains;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// The domains of the cluster: asked of this node's view, changed through the registry.
final class RegisteredDomains implements HostedDomains, LocalDomains {

    private static final Duration ANSWER = Duration.ofSeconds(15);

    private final DomainView view;
    private final EntityRef<DomainRegistry.Command> registry;
    private final Set<String> configured;

    /// @param configured served again at each start, whatever is done meanwhile
    RegisteredDomains(DomainView view, EntityRef<DomainRegistry.Command> registry, Set<String> configured) {
        this.configured = configured;
        this.view = view;
        this.registry = registry;
    }

    @Override
    public boolean hosts(String domain) {
        return view.serves(domain);
    }

    @Override
    public boolean hostsRooms(String domain) {
        return view.hasRooms(domain);
    }

    /// All of them, as this node knows.
    Set<String> all() {
        return view.all();
    }

    /// Has this run when they have changed.
    void onChange(Runnable heard) {
        view.onChange(heard);
    }

    /// Whether anybody may make an account there.
    ///
    /// @param nodes what this node's own settings say
    boolean isOpen(String domain, boolean nodes) {
        return view.settings(domain)
                .map(settings -> switch (settings.registration()) {
                    case AS_THE_NODE -> nodes;
                    case OPEN -> true;
                    case CLOSED -> false;
                })
                .orElse(false);
    }

    /// Where its rooms are, if it has any.
    Optional<String> rooms(String domain) {
        return view.settings(domain)
                .flatMap(settings -> settings.rooms().at(domain))
                .filter(service ->
                        view.hostOfRooms(service).filter(domain::equals).isPresent());
    }

    /// Whether this user owns all rooms at that domain.
    boolean ownsRooms(String service, Jid user) {
        return ofRooms(service).admins().contains(user.toString());
    }

    /// Why this user may not make that room; empty if it may (XEP-0045 §10.1.1).
    CompletionStage<Optional<StanzaError>> makes(Jid user, Jid room) {
        var isFree = ofRooms(room.domain()).creation() == RoomServiceSettings.Creation.ALL;
        return completedStage(
                isFree || ownsRooms(room.domain(), user)
                        ? Optional.empty()
                        : Optional.of(StanzaError.NOT_ALLOWED.withText("Rooms are made by admins here")));
    }

    private RoomServiceSettings ofRooms(String service) {
        return view.hostOfRooms(service)
                .flatMap(view::settings)
                .map(DomainSettings::rooms)
                .orElse(RoomServiceSettings.DEFAULT);
    }

    /// Where to turn to about it.
    Contacts contacts(String domain) {
        return view.settings(domain).map(DomainSettings::contacts).orElse(Contacts.NONE);
    }

    @Override
    public CompletionStage<List<HostedDomain>> list() {
        return completedStage(view.all().stream()
                .sorted()
                .map(domain -> new HostedDomain(domain, DomainWords.of(domain, settings(domain))))
                .toList());
    }

    private DomainSettings settings(String domain) {
        return view.settings(domain).orElse(DomainSettings.DEFAULT);
    }

    /// Has it served from now on, if it is not already; a [Refusal] when it can't be.
    CompletionStage<Void> ensure(String domain) {
        return register(domain).thenCompose(answer -> changed(answer, domain));
    }

    private CompletionStage<Answer> register(String domain) {
        return ask(replyTo -> new DomainRegistry.Add(domain, DomainSettings.DEFAULT, replyTo));
    }

    @Override
    public CompletionStage<Void> add(String domain) {
        return register(domain)
                .thenCompose(answer -> outcome(answer, domain))
                .thenCompose(_ -> view.untilServed(domain, ANSWER));
    }

    @Override
    public List<Jid> owners(Map<String, String> settings) {
        return DomainWords.owners(settings);
    }

    @Override
    public CompletionStage<Void> set(String domain, Map<String, String> settings) {
        DomainChange change;
        try {
            change = DomainWords.change(settings);
        } catch (IllegalArgumentException unknown) {
            return failedStage(new Refusal(INVALID, String.valueOf(unknown.getMessage())));
        }
        return ask(replyTo -> new DomainRegistry.Change(domain, change, replyTo))
                .thenCompose(answer -> changed(answer, domain))
                .thenCompose(_ -> view.untilChanged(domain, change, ANSWER));
    }

    @Override
    public CompletionStage<Void> remove(String domain) {
        if (configured.contains(domain)) {
            return failedStage(new Refusal(
                    CONFLICT,
                    domain + " is among the `domains` of this node's settings and would be served again from its next"
                            + " start on; take it out there first"));
        }
        return ask(replyTo -> new DomainRegistry.Remove(domain, replyTo))
                .thenCompose(answer -> outcome(answer, domain))
                .thenCompose(_ -> view.untilGone(domain, ANSWER));
    }

    private CompletionStage<Answer> ask(Function<ActorRef<Answer>, DomainRegistry.Command> command) {
        return registry.ask(command::apply, ANSWER);
    }

    /// As [#outcome], of what is well when it was so before.
    private static CompletionStage<Void> changed(Answer answer, String domain) {
        return answer == Answer.UNCHANGED ? completedStage(null) : outcome(answer, domain);
    }

    private static CompletionStage<Void> outcome(Answer answer, String domain) {
        return switch (answer) {
            case DONE -> completedStage(null);
            case UNCHANGED -> failedStage(new Refusal(CONFLICT, domain + " is served already"));
            case UNKNOWN_DOMAIN -> failedStage(new Refusal(UNKNOWN, domain + " is not served here"));
            case BEYOND_BOUNDS ->
                failedStage(new Refusal(CONFLICT, "a domain names at most " + Contacts.ADDRESSES_MAX + " contacts"));
            case NAME_TAKEN ->
                failedStage(new Refusal(
                        CONFLICT, "that name is served already, for accounts or for rooms of another domain"));
            case NO_ROOM ->
                failedStage(new Refusal(
                        CONFLICT,
                        "the names and settings of all domains would take more than " + DomainsState.BYTES_MAX
                                + " bytes together; take contacts or admins away"));
            case TOO_MANY ->
                failedStage(
                        new Refusal(CONFLICT, "a cluster serves at most " + DomainRegistry.DOMAINS_MAX + " domains"));
        };
    }
}
