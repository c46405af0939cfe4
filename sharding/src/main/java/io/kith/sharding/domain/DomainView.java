package io.kith.sharding.domain;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.pubsub.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A node's copy of the list of virtual hosts. It takes whatever state is newer than its own, and
/// asks the registry at start, every [#REFRESH] as well, so that a lost publication is made good.
public final class DomainView implements Domains {

    /// Hears what has changed, once for each change that this node sees, and after [DomainView] says so itself; not of
    /// what was there when this node came. Called on an actor's thread: must not block.
    @FunctionalInterface
    public interface Listener {

        /// @param added what is served now, and was not before
        /// @param removed what was served before, and is no more
        void changed(Set<String> added, Set<String> removed);
    }

    private static final Duration REFRESH = Duration.ofSeconds(5);
    private static final Duration FIRST_ANSWER = Duration.ofMillis(500);

    /// Written by the one following actor, read by everybody.
    private volatile Known newest = Known.of(DomainsState.NONE);
    private volatile Runnable heard = () -> {};

    private record Known(DomainsState state, Map<String, String> roomServices) {
        static Known of(DomainsState state) {
            return new Known(state, Map.copyOf(state.roomServices()));
        }
    }

    private final CompletableFuture<Domains> ready = new CompletableFuture<>();

    /// As many as operators wait for answers.
    private final Set<Awaited> awaited = ConcurrentHashMap.newKeySet();

    private final Listener listener;

    /// A view that tells of changes.
    public DomainView(Listener listener) {
        this.listener = listener;
    }

    /// Completed with the first answer of the registry.
    public CompletionStage<Domains> ready() {
        return ready.minimalCompletionStage();
    }

    /// Has this run after each change from now on, by the actor that follows.
    public void onChange(Runnable heard) {
        this.heard = heard;
    }

    /// The actor that keeps this view new. `poll` carries a [DomainRegistry.Poll] to the registry,
    /// wherever it is.
    public Behavior<DomainsState> follow(Runnable poll, ActorRef<Topic.Command<DomainsState>> topic) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            topic.tell(Topic.subscribe(context.getSelf()));
            timers.startTimerWithFixedDelay(Tick.FIRST, Tick.TICK, FIRST_ANSWER);
            poll.run();
            return following(timers, poll);
        }));
    }

    /// A tick is a state that says nothing new.
    private enum Tick {
        FIRST,
        LATER;

        static final DomainsState TICK = new DomainsState(-1, DomainsState.NONE.domains());
    }

    private Behavior<DomainsState> following(TimerScheduler<DomainsState> timers, Runnable poll) {
        return Behaviors.receiveMessage(state -> {
            if (state.version() < 0) {
                poll.run();
                return Behaviors.same();
            }
            take(state);
            if (timers.isTimerActive(Tick.FIRST)) {
                timers.cancel(Tick.FIRST);
                timers.startTimerWithFixedDelay(Tick.LATER, Tick.TICK, REFRESH);
            }
            return Behaviors.same();
        });
    }

    void take(DomainsState state) {
        var before = newest.state();
        if (state.version() > before.version()) {
            newest = Known.of(state);
            heard.run();
            if (before.version() > DomainsState.NONE.version()) {
                tell(before.domains().keySet(), state.domains().keySet());
            }
        }
        awaited.forEach(one -> one.tell(newest.state()));
        ready.complete(this);
    }

    /// Done once this view serves it. Fails when that is not so within this time.
    public CompletionStage<Void> untilServed(String domain, Duration within) {
        return await(state -> state.domains().containsKey(domain), within);
    }

    /// Done once this view does not serve it. Fails when that is not so within this time.
    public CompletionStage<Void> untilGone(String domain, Duration within) {
        return await(state -> !state.domains().containsKey(domain), within);
    }

    /// Done once this view knows of a change, or the domain is not served. Fails when that is not so within this time.
    public CompletionStage<Void> untilChanged(String domain, DomainChange change, Duration within) {
        return await(state -> isMade(change, state.domains().get(domain)), within);
    }

    private static boolean isMade(DomainChange change, @Nullable DomainSettings settings) {
        try {
            return settings == null || change.of(settings).equals(settings);
        } catch (IllegalArgumentException beyondBounds) {
            return false; // of what was before it, and before others that made room for it
        }
    }

    private CompletionStage<Void> await(Predicate<DomainsState> wanted, Duration within) {
        var one = new Awaited(wanted, new CompletableFuture<>());
        awaited.add(one);
        one.tell(newest.state());
        return one.done()
                .orTimeout(within.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> awaited.remove(one))
                .minimalCompletionStage();
    }

    /// Somebody waits for this.
    private record Awaited(Predicate<DomainsState> wanted, CompletableFuture<Void> done) {

        void tell(DomainsState state) {
            if (wanted.test(state)) {
                done.complete(null);
            }
        }
    }

    private void tell(Set<String> before, Set<String> after) {
        var added = difference(after, before);
        var removed = difference(before, after);
        if (!added.isEmpty() || !removed.isEmpty()) {
            listener.changed(added, removed);
        }
    }

    private static Set<String> difference(Set<String> of, Set<String> without) {
        var rest = new TreeSet<>(of);
        rest.removeAll(without);
        return rest;
    }

    @Override
    public Optional<DomainSettings> settings(String domain) {
        return Optional.ofNullable(newest.state().domains().get(domain));
    }

    @Override
    public Set<String> all() {
        return newest.state().domains().keySet();
    }

    @Override
    public Optional<String> hostOfRooms(String service) {
        return Optional.ofNullable(newest.roomServices().get(service));
    }

    @Override
    public boolean hasRooms(String service) {
        return newest.roomServices().containsKey(service);
    }
}
