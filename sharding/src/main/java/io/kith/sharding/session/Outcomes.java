package io.kith.sharding.session;

import io.kith.persistence.account.Change;
import io.kith.persistence.account.Kind;
import io.kith.persistence.failure.StoreException;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Passage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Acts on what features decided.
final class Outcomes {

    /// The longest that anything waits for a feature.
    static final Duration LATER_MAX = Duration.ofSeconds(10);

    private final Owner owner;

    Outcomes(Owner owner) {
        this.owner = owner;
    }

    /// Sends what goes out besides.
    void also(Passage passage) {
        passage.also().forEach(owner::route);
    }

    /// Wraps `done` so that it runs when all that the passage waits for is done.
    Runnable after(Passage passage, Runnable done) {
        var open = passage.awaits();
        return open.isEmpty() ? done : () -> await(open, 0, done);
    }

    /// A stanza has been stopped.
    void stop(Outcome stop, Stanza stanza) {
        answer(stop, stanza, () -> stop);
    }

    /// A request has been answered.
    ///
    /// @param again asks the same handler again, when the account has changed under its decision
    void answer(Outcome outcome, Stanza stanza, Supplier<Outcome> again) {
        switch (outcome) {
            case Outcome.Pass _ -> refuse(stanza, StanzaError.SERVICE_UNAVAILABLE);
            case Outcome.Reply(var reply) -> owner.route(reply);
            case Outcome.ReplyLater(var reply) -> later(reply, stanza);
            case Outcome.Refuse(var error) -> refuse(stanza, error);
            case Outcome.Drop _ -> {
                // silently, as it said
            }
            case Outcome.Rewrite(var reply) -> owner.route(reply);
            case Outcome.Await(var done) -> {
                // what it waits for answers nothing
            }
            case Outcome.Also(var stanzas, var then) -> {
                stanzas.forEach(owner::route);
                answer(then, stanza, again);
            }
            case Outcome.Change(var changes, var then) -> change(changes, then, stanza, again);
        }
    }

    private void refuse(Stanza stanza, StanzaError error) {
        if (!stanza.isError() && !stanza.isResponse()) {
            owner.route(stanza.error(error));
        }
    }

    private void later(CompletionStage<Stanza> reply, Stanza stanza) {
        var answered = new boolean[1];
        var release = owner.inOrder.suspend(stanza.isType("set") ? owner.currentSender() : null);
        owner.outside.await(reply, (answer, failure) -> {
            if (!answered[0]) {
                answered[0] = true;
                release.run();
                if (answer != null) {
                    owner.route(answer);
                } else {
                    refuse(
                            stanza,
                            isOutage(failure) ? StanzaError.RESOURCE_CONSTRAINT : StanzaError.INTERNAL_SERVER_ERROR);
                }
            }
        });
        owner.outside.later(LATER_MAX, () -> {
            if (!answered[0]) {
                answered[0] = true;
                release.run();
                refuse(stanza, StanzaError.REMOTE_SERVER_TIMEOUT);
            }
        });
    }

    private static boolean isOutage(@Nullable Throwable failure) {
        var cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof StoreException store && store.isOutage();
    }

    private void await(List<CompletionStage<?>> stages, int index, Runnable done) {
        if (index == stages.size()) {
            done.run();
            return;
        }
        var passed = new boolean[1];
        Runnable next = () -> {
            if (!passed[0]) {
                passed[0] = true;
                await(stages, index + 1, done);
            }
        };
        owner.outside.await(stages.get(index), (_, _) -> next.run());
        owner.outside.later(LATER_MAX, next);
    }

    /// The first decision is the one that was just made; only when its turn comes later, or its
    /// save was stale, is the handler asked again.
    private void change(List<Change> first, Outcome then, Stanza stanza, Supplier<Outcome> again) {
        var session = owner.currentSender();
        var fresh = !owner.changes.isBusy();
        var submitted = owner.inOrder.submit(session, new Changes.Step() {

            private boolean decided = fresh;
            private @Nullable List<Change> changes = first;
            private Outcome end = then;
            private PresenceDesk.@Nullable Views before;

            @Override
            public List<Change> decide() {
                if (!decided || changes == null) {
                    owner.as(session, () -> {
                        var outcome = again.get();
                        changes = outcome instanceof Outcome.Change(var more, var next)
                                ? keep(more, next)
                                : none(outcome);
                    });
                }
                decided = false;
                var wanted = changes == null ? List.<Change>of() : changes;
                before = wanted.stream().anyMatch(Outcomes::blocks) ? owner.presence.views() : null;
                return wanted;
            }

            private List<Change> keep(List<Change> more, Outcome next) {
                end = next;
                return more;
            }

            private List<Change> none(Outcome outcome) {
                end = outcome;
                return List.of();
            }

            @Override
            public void stored() {
                if (before != null) {
                    owner.presence.blocked(before);
                    owner.rooms.blocksChanged();
                }
                owner.as(session, () -> answer(end, stanza, again));
            }

            @Override
            public void failed() {
                refuse(stanza, StanzaError.RESOURCE_CONSTRAINT);
            }
        });
        if (!submitted) {
            refuse(stanza, StanzaError.RESOURCE_CONSTRAINT);
        }
    }

    private static boolean blocks(Change change) {
        return switch (change) {
            case Change.Put(var item) -> item.kind() == Kind.BLOCK;
            case Change.Remove(var kind, var _) -> kind == Kind.BLOCK;
        };
    }
}
