package io.kith.sharding.feature;

import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import java.util.List;
import java.util.concurrent.CompletionStage;

/// What a feature decided. The owner of the account acts on it.
public sealed interface Outcome {

    /// Nothing to say; the stanza goes on. For an IQ: not mine, so it is answered with
    /// `service-unavailable`.
    record Pass() implements Outcome {}

    /// The stanza goes on in this form.
    record Rewrite(Stanza stanza) implements Outcome {}

    /// The stanza ends here and this goes to its `to`.
    record Reply(Stanza answer) implements Outcome {}

    /// The same, when it is there. A failure becomes `internal-server-error`, ten seconds of
    /// silence `remote-server-timeout`.
    record ReplyLater(CompletionStage<Stanza> answer) implements Outcome {}

    /// The stanza ends here, with this error to its sender; with nothing when it is no request and
    /// may have no error.
    record Refuse(StanzaError error) implements Outcome {}

    /// The stanza ends here, silently.
    record Drop() implements Outcome {}

    /// The stanza goes on, but counts as handled only when this is done or has failed, at the
    /// latest after ten seconds.
    record Await(CompletionStage<?> done) implements Outcome {}

    /// These go out too, each to its `to`, as from this account and without passing any feature;
    /// then `then`.
    record Also(List<Stanza> stanzas, Outcome then) implements Outcome {
        public Also {
            stanzas = List.copyOf(stanzas);
        }
    }

    /// These items of the account are stored, all or none, and then comes `then`. From a handler of requests to the
    /// account only. If somebody else has changed the account meanwhile, it is read again and the handler is asked
    /// again; so decide from the account alone. The store failing answers `resource-constraint`.
    record Change(List<io.kith.persistence.account.Change> changes, Outcome then) implements Outcome {
        public Change {
            changes = List.copyOf(changes);
        }
    }

    /// The one [Pass].
    Outcome PASS = new Pass();

    /// The one [Drop].
    Outcome DROP = new Drop();
}
