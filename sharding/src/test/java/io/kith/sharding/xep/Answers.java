package io.kith.sharding.xep;

import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.FeatureFailures;
import io.kith.sharding.feature.Outcome;
import java.util.List;

/// What came of a request, unwrapped.
final class Answers {

    private Answers() {}

    /// These features, installed.
    static FeatureChain chain(Feature... features) {
        return FeatureChain.of(List.of(features), new FeatureFailures());
    }

    /// The answer, now or later; fails when there is none.
    static Stanza answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Reply(var answer) -> answer;
            case Outcome.ReplyLater(var answer) -> answer.toCompletableFuture().join();
            case Outcome.Also also -> answer(also.then());
            case Outcome.Change _,
                    Outcome.Pass _,
                    Outcome.Rewrite _,
                    Outcome.Refuse _,
                    Outcome.Drop _,
                    Outcome.Await _ -> throw new AssertionError("not answered but " + outcome);
        };
    }

    /// The refusal for this reason.
    static Outcome refused(StanzaError error) {
        return new Outcome.Refuse(error);
    }

    /// A stanza as a client writes it.
    static Stanza stanza(String xml) {
        return Stanza.parse(xml);
    }
}
