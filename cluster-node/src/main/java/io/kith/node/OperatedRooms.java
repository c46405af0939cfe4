package io.kith.node;

import static java.util.concurrent.CompletableFuture.completedStage;
import static java.util.concurrent.CompletableFuture.failedStage;

import akka.actor.typed.ActorRef;
import io.kith.node.admin.Refusal;
import io.kith.node.admin.RoomAdministration;
import io.kith.persistence.account.Accounts;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.proto.jid.Jid;
import io.kith.sharding.room.RoomOrder;
import io.kith.sharding.room.RoomReport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// Does what operators want of rooms: asks their entities, wherever they are, and reads index and journal.
final class OperatedRooms implements RoomAdministration {

    private static final Duration ANSWER = Duration.ofSeconds(15);

    /// Who it was, in a room's history.
    private static final String BY = "operator";

    /// The way to the entity of a room.
    interface Way {
        CompletionStage<RoomReport> order(Jid room, Function<ActorRef<RoomReport>, RoomOrder> order, Duration within);
    }

    private final RegisteredDomains domains;
    private final Accounts accounts;
    private final RoomIndex index;
    private final Way way;
    private final RoomJournal journal;

    OperatedRooms(RegisteredDomains domains, Accounts accounts, RoomIndex index, Way way, RoomJournal journal) {
        this.accounts = accounts;
        this.domains = domains;
        this.index = index;
        this.way = way;
        this.journal = journal;
    }

    @Override
    public CompletionStage<RoomPage> list(String domain, String after) {
        var asked = Jid.tryParse(domain).filter(Jid::isDomain).map(Jid::domain);
        var service = asked.flatMap(name -> domains.hostsRooms(name) ? Optional.of(name) : domains.rooms(name));
        return service.isEmpty()
                ? failedStage(new Refusal(Refusal.Reason.UNKNOWN, "'" + domain + "' has no rooms here"))
                : index.page(service.get(), after, RoomIndex.PAGE_MAX, false)
                        .thenApply(found -> new RoomPage(
                                found.stream()
                                        .map(entry -> new ListedRoom(
                                                entry.room().toString(),
                                                entry.name(),
                                                entry.description(),
                                                entry.listed()))
                                        .toList(),
                                found.size() < RoomIndex.PAGE_MAX
                                        ? ""
                                        : found.getLast().room().local()));
    }

    @Override
    public CompletionStage<RoomReport.Shown> show(String room) {
        return ask(room, RoomOrder.Show::new, RoomReport.Shown.class);
    }

    @Override
    public CompletionStage<Void> create(String room, String owner, Map<String, String> options) {
        var local = Jid.tryParse(owner).filter(jid -> !jid.local().isEmpty() && domains.hosts(jid.domain()));
        var known = local.isEmpty()
                ? completedStage(true)
                : accounts.find(local.get()).thenApply(Optional::isPresent);
        return known.thenCompose(isThere -> isThere
                ? done(room, replyTo -> new RoomOrder.Create(BY, owner, options, replyTo))
                : failedStage(new Refusal(Refusal.Reason.UNKNOWN, "there is no account " + owner)));
    }

    @Override
    public CompletionStage<Void> destroy(String room, String reason, String venue) {
        return done(room, replyTo -> new RoomOrder.Destroy(BY, reason, venue, replyTo));
    }

    @Override
    public CompletionStage<Void> kick(String room, String nick, String reason) {
        return done(room, replyTo -> new RoomOrder.Kick(BY, nick, reason, replyTo));
    }

    @Override
    public CompletionStage<Void> affiliate(String room, Map<String, String> wanted, String reason) {
        return done(room, replyTo -> new RoomOrder.Affiliate(BY, wanted, reason, replyTo));
    }

    @Override
    public CompletionStage<RoomReport.Affiliations> affiliations(String room, String after) {
        return ask(room, replyTo -> new RoomOrder.ListAffiliations(after, replyTo), RoomReport.Affiliations.class);
    }

    @Override
    public CompletionStage<HistoryPage> history(String room, long after) {
        return at(
                room,
                jid -> journal.page(jid, after)
                        .thenCompose(page -> after == 0 && page.happenings().isEmpty()
                                ? failedStage(new Refusal(Refusal.Reason.UNKNOWN, "there never was a room " + jid))
                                : completedStage(page)));
    }

    private CompletionStage<Void> done(String room, Function<ActorRef<RoomReport>, RoomOrder> order) {
        return ask(room, order, RoomReport.Done.class).thenApply(_ -> null);
    }

    private <T extends RoomReport> CompletionStage<T> ask(
            String room, Function<ActorRef<RoomReport>, RoomOrder> order, Class<T> wanted) {
        return at(
                room,
                jid -> way.order(jid, order, ANSWER)
                        .thenCompose(report -> report instanceof RoomReport.Refused(var reason, var words)
                                ? failedStage(new Refusal(reason(reason), words))
                                : completedStage(wanted.cast(report))));
    }

    private <T> CompletionStage<T> at(String room, Function<Jid, CompletionStage<T>> then) {
        var jid = Jid.tryParse(room).filter(address -> address.isBare() && !address.isDomain());
        if (jid.isEmpty()) {
            return failedStage(
                    new Refusal(Refusal.Reason.INVALID, "'" + room + "' is no room; write NAME@conference.DOMAIN"));
        }
        return domains.hostsRooms(jid.get().domain())
                ? then.apply(jid.get())
                : failedStage(new Refusal(
                        Refusal.Reason.UNKNOWN,
                        "there are no rooms at " + jid.get().domain() + " here"));
    }

    private static Refusal.Reason reason(RoomReport.Reason reason) {
        return switch (reason) {
            case INVALID -> Refusal.Reason.INVALID;
            case UNKNOWN -> Refusal.Reason.UNKNOWN;
            case CONFLICT -> Refusal.Reason.CONFLICT;
            case BUSY -> Refusal.Reason.UNAVAILABLE;
        };
    }
}
