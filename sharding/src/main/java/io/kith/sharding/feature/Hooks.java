package io.kith.sharding.feature;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
    /// or from anybody.
    @FunctionalInterface
    interface OnAccountIq {
        Outcome answer(Account account, Stanza iq);
    }

    /// Answers a request to a domain served here.
    @FunctionalInterface
    interface OnDomainIq {
        Outcome answer(Jid from, Stanza iq);
    }

    /// Makes the copy of a message that another device of the account gets. Called when the message
    /// is shown and again with every redelivery, so it must not depend on anything but its
    /// arguments.
    @FunctionalInterface
    interface Copies {

        /// The copy for `device`, which is not the addressee itself; empty when it gets none.
        Optional<Stanza> copyFor(Account account, Account.Device device, Direction direction, Stanza original);
    }

    /// Says what to do with a request to an account that does not exist.
    @FunctionalInterface
    interface OnNobodyIq {
        Outcome answer(Stanza iq);
    }

    /// Whether an account has shut out an address (bare or full).
    @FunctionalInterface
    interface OnBlocked {
        boolean blocks(Account account, Jid other);
    }

    /// Announces a feature of the domain in service discovery.
    void disco(String feature);

    /// Announces a feature of accounts in service discovery.
    void accountDisco(String feature);

    /// All that is announced for domains; complete once every feature is installed.
    Supplier<List<String>> advertised();

    /// All that is announced for accounts; complete once every feature is installed.
    Supplier<List<String>> advertisedByAccounts();

    /// Adds a form to what a domain, given by its name, says of itself in service discovery
    /// (XEP-0128). Asked whenever somebody asks the domain; empty while it has none.
    void discoForm(Function<String, Optional<Element>> form);

    /// All forms of a domain now; complete once every feature is installed.
    Function<String, List<Element>> discoForms();

    /// Adds an item to what a domain, given by its name, lists in service discovery (XEP-0030 §4). Asked whenever
    /// somebody asks the domain; empty while it has none.
    void discoItem(Function<String, Optional<Element>> item);

    /// All items of a domain now; complete once every feature is installed.
    Function<String, List<Element>> discoItems();

    /// Announces a feature of room services in service discovery.
    void roomServiceDisco(String feature);

    /// All that is announced for room services; complete once every feature is installed.
    Supplier<List<String>> advertisedByRoomServices();

    /// Offers a stream feature to a client that has authenticated at a domain; asked for with each
    /// such stream.
    void streamFeature(Function<String, Element> feature);

    /// Claims the requests to accounts with this type and payload.
    void accountIq(IqType type, String namespace, String name, OnAccountIq handler);

    /// Claims the requests with this type and payload to accounts that do not exist. Only for what
    /// a standard wants answered otherwise than with `service-unavailable`, so that nobody learns
    /// who exists.
    void nobodyIq(IqType type, String namespace, String name, OnNobodyIq handler);

    /// Claims the requests to domains with this type and payload.
    void domainIq(IqType type, String namespace, String name, OnDomainIq handler);

    /// Claims the requests to room services (XEP-0045 §6) with this type and payload.
    void roomServiceIq(IqType type, String namespace, String name, OnDomainIq handler);

    /// Sees every stanza that a client of the account sends, before it is stored or routed.
    void outgoing(Stage stage, OnStanza handler);

    /// Sees every stanza that comes to the account from elsewhere, before it is stored or shown.
    void incoming(Stage stage, OnStanza handler);

    /// Shuts addresses out: no presence passes between them and the account, either way. Asked
    /// whenever it is decided who sees the account's presence and whose presence its devices see,
    /// and anew after each [Outcome.Change]. The feature itself sends what those concerned are to
    /// see once its answer changes.
    void blocks(OnBlocked blocked);

    /// Gives copies to the account's other devices.
    void copies(Copies handler);

    /// After a session became available for the first time since it was bound or unavailable; the
    /// stanza is its presence.
    void afterAvailable(OnStanza handler);

    /// After a session became unavailable, by itself or by its end.
    void afterUnavailable(OnStanza handler);

    /// A message that no session could be given now; its row is stored if it has one.
    void whenUndeliverable(OnStanza handler);

    /// This feature needs that one; its absence is an error at start.
    void after(Class<? extends Feature> needed);
}
