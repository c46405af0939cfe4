package io.kith.sharding.feature;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Where a feature attaches itself: one method per place.
public interface Hooks {

    /// The two kinds of request.
    enum IqType {
        GET,
        SET
    }

    /// Which way a message goes, seen from the account.
    enum Direction {
        IN,
        OUT
    }

    /// Looks at a stanza on its way through an account.
    @FunctionalInterface
    interface OnStanza {
        Outcome on(Account account, Stanza stanza);
    }

    /// Answers a request to the account's bare address, from itself (`account.sender()` is there)
    /// or from
    /// anybody.
    @FunctionalInterface
    interface OnAccountIq {
        Outcome answer(Account account, Stanza iq);
    }

    /// Answers a request to a domain served here.
    @FunctionalInterface
    interface OnDomainIq {
        Outcome answer(Jid from, Stanza iq);
    }

    /// Makes the copy of a message that another device of the account gets. Called when the
    /// message is shown
    /// and again
    /// with every redelivery, so it must not depend on anything but its arguments.
    @FunctionalInterface
    interface Copies {

        /// The copy for `device`, which is not the addressee itself; empty when it gets none.
        Optional<Stanza> copyFor(Account account, Account.Device device, Direction direction, Stanza original);
    }

    /// Announces a feature of the domain in service discovery.
    void disco(String feature);

    /// Announces a feature of accounts in service discovery.
    void accountDisco(String feature);

    /// All that is announced for domains; complete once every feature is installed.
    Supplier<List<String>> advertised();

    /// All that is announced for accounts; complete once every feature is installed.
    Supplier<List<String>> advertisedByAccounts();

    /// Claims the requests to accounts with this type and payload.
    void accountIq(IqType type, String namespace, String name, OnAccountIq handler);

    /// Claims the requests to domains with this type and payload.
    void domainIq(IqType type, String namespace, String name, OnDomainIq handler);

    /// Sees every stanza that a client of the account sends, before it is stored or routed.
    void outgoing(Stage stage, OnStanza handler);

    /// Sees every stanza that comes to the account from elsewhere, before it is stored or shown.
    void incoming(Stage stage, OnStanza handler);

    /// Gives copies to the account's other devices.
    void copies(Copies handler);

    /// After a session became available for the first time since it was bound or unavailable; the
    /// stanza is
    /// its
    /// presence.
    void afterAvailable(OnStanza handler);

    /// After a session became unavailable, by itself or by its end.
    void afterUnavailable(OnStanza handler);

    /// A message that no session could be given now; its row is stored if it has one.
    void whenUndeliverable(OnStanza handler);

    /// This feature needs that one; its absence is an error at start.
    void after(Class<? extends Feature> needed);
}
