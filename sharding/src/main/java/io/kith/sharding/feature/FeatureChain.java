package io.kith.sharding.feature;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The registered features, put together once: every stanza's way through them.
///
/// Immutable and shared by all accounts of a node. A handler that throws is counted and left out,
/// the stanza goes on; a guard that throws refuses. Two features that claim one request, or one
/// that needs an absent one, fail here, at start.
public final class FeatureChain {

    private final Installed installed;
    private final FeatureFailures failures;

    private FeatureChain(Installed installed, FeatureFailures failures) {
        this.installed = installed;
        this.failures = failures;
    }

    /// The chain of these features.
    ///
    /// @throws IllegalArgumentException when two claim the same thing or one needs another that is
    ///     not there
    public static FeatureChain of(List<? extends Feature> features, FeatureFailures failures) {
        return new FeatureChain(Installed.of(features), failures);
    }

    /// A stanza that a client of the account sends.
    public Passage outgoing(Account account, Stanza stanza) {
        return pass(installed.outgoing, account, stanza);
    }

    /// A stanza that comes to the account.
    public Passage incoming(Account account, Stanza stanza) {
        return pass(installed.incoming, account, stanza);
    }

    /// The answer to a request to the account; `Pass` when nobody claims it.
    public Outcome accountIq(Account account, Stanza iq) {
        var claim = installed.accountIq(iq);
        return claim == null
                ? Outcome.PASS
                : guarded(claim, account.jid(), () -> claim.handler().answer(account, iq));
    }

    /// What to do with a request to an account that does not exist; `Pass` when nobody claims it,
    /// which is `service-unavailable`.
    public Outcome nobodyIq(Stanza iq) {
        var claim = installed.nobodyIq(iq);
        return claim == null
                ? Outcome.PASS
                : guarded(claim, iq.to(), () -> claim.handler().answer(iq));
    }

    /// Whether no presence passes between the account and this address. A feature that fails shuts
    /// out: what somebody wanted hidden stays hidden.
    public boolean blocks(Account account, Jid other) {
        for (var blocked : installed.blocks) {
            try {
                if (blocked.handler().blocks(account, other)) {
                    return true;
                }
            } catch (RuntimeException failure) {
                failures.failed(blocked.feature(), account.jid(), failure);
                return true;
            }
        }
        return false;
    }

    /// The answer to a request to a domain; `Pass` when nobody claims it.
    public Outcome domainIq(Jid from, Stanza iq) {
        var claim = installed.domainIq(iq);
        return claim == null
                ? Outcome.PASS
                : guarded(claim, from, () -> claim.handler().answer(from, iq));
    }

    /// The answer to a request to a room service; `Pass` when nobody claims it.
    public Outcome roomServiceIq(Jid from, Stanza iq) {
        var claim = installed.roomServiceIq(iq);
        return claim == null
                ? Outcome.PASS
                : guarded(claim, from, () -> claim.handler().answer(from, iq));
    }

    /// The copy of a message that another device of the account gets, if any feature gives one.
    public Optional<Stanza> copyFor(
            Account account, Account.Device device, Hooks.Direction direction, Stanza original) {
        for (var copies : installed.copies) {
            try {
                var copy = copies.handler().copyFor(account, device, direction, original);
                if (copy.isPresent()) {
                    return copy;
                }
            } catch (RuntimeException failure) {
                failures.failed(copies.feature(), account.jid(), failure);
            }
        }
        return Optional.empty();
    }

    /// A session has become available.
    public Passage becameAvailable(Account account, Stanza presence) {
        return pass(installed.available, account, presence);
    }

    /// A session has become unavailable.
    public Passage becameUnavailable(Account account, Stanza presence) {
        return pass(installed.unavailable, account, presence);
    }

    /// A message found no session to go to.
    public Passage undeliverable(Account account, Stanza message) {
        return pass(installed.undeliverable, account, message);
    }

    /// What domains announce.
    public List<String> advertised() {
        return List.copyOf(installed.advertised);
    }

    /// What accounts announce.
    public List<String> advertisedByAccounts() {
        return List.copyOf(installed.advertisedByAccounts);
    }

    /// What a stream offers to a client that has authenticated at this domain, besides what the
    /// connection itself does.
    public List<Element> streamFeatures(String domain) {
        return installed.streamFeatures(domain);
    }

    private Passage pass(List<Installed.Staged> handlers, Account account, Stanza stanza) {
        var passage = Passage.through(stanza);
        for (var i = 0; i < handlers.size() && passage.stop() == null; i++) {
            var staged = handlers.get(i);
            try {
                passage = passage.after(staged.stage(), staged.handler().on(account, passage.stanza()));
            } catch (RuntimeException failure) {
                failures.failed(staged.feature(), account.jid(), failure);
                if (staged.stage() == Stage.GUARD) {
                    return passage.after(Stage.GUARD, new Outcome.Refuse(StanzaError.INTERNAL_SERVER_ERROR));
                }
            }
        }
        return passage;
    }

    private Outcome guarded(
            Installed.Claim<?> claim, @Nullable Jid about, java.util.function.Supplier<Outcome> answer) {
        try {
            return answer.get();
        } catch (RuntimeException failure) {
            failures.failed(claim.feature(), about, failure);
            return new Outcome.Refuse(StanzaError.INTERNAL_SERVER_ERROR);
        }
    }
}
