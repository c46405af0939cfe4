package io.kith.sharding.feature;

import io.kith.proto.stanza.Stanza;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// What came of a stanza's way through the features.
///
/// @param stanza as it goes on, or as it stood when it was stopped
/// @param stop how it ended, null when it goes on
/// @param also what goes out besides
/// @param awaits what must be done before it counts as handled
public record Passage(Stanza stanza, @Nullable Outcome stop, List<Stanza> also, List<CompletionStage<?>> awaits) {

    /// Nobody had anything to say, which is nearly always.
    static Passage through(Stanza stanza) {
        return new Passage(stanza, null, List.of(), List.of());
    }

    /// This, after one more feature has spoken.
    Passage after(Stage stage, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Pass _ -> this;
            case Outcome.Rewrite(var next) -> new Passage(next, stop, also, awaits);
            case Outcome.Await(var done) -> new Passage(stanza, stop, also, with(awaits, List.of(done)));
            case Outcome.Also(var more, var then) ->
                new Passage(stanza, stop, with(also, more), awaits).after(stage, then);
            case Outcome.Change _ -> misplaced(stage, outcome);
            case Outcome.Reply _, Outcome.ReplyLater _, Outcome.Refuse _, Outcome.Drop _ ->
                stage == Stage.GUARD || stage == Stage.REWRITE
                        ? new Passage(stanza, outcome, also, awaits)
                        : misplaced(stage, outcome);
        };
    }

    private static Passage misplaced(Stage stage, Outcome outcome) {
        throw new IllegalStateException(outcome.getClass().getSimpleName() + " in stage " + stage);
    }

    private static <T> List<T> with(List<T> some, List<? extends T> more) {
        var all = new ArrayList<T>(some);
        all.addAll(more);
        return List.copyOf(all);
    }
}
