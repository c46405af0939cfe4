package io.kith.sharding.xep;

import static java.util.function.Predicate.not;

import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.sasl.Password;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.Account;
import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.Hooks;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.Xep;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// XEP-0077 for those who are logged in: changing the password, deleting the account. Making an
/// account is the connection's part, before login.
///
/// A client may ask its domain or its own account. Nobody registers a second name this way
/// (`not-acceptable`), and nobody from elsewhere is answered. What was sent is never sent back: it
/// holds a password.
public final class InBandRegistration implements Feature {

    private final AccountChanges accounts;
    private final boolean open;

    private InBandRegistration(AccountChanges accounts, boolean open) {
        this.accounts = accounts;
        this.open = open;
    }

    /// Users change their password and delete their account by themselves.
    public static InBandRegistration open(AccountChanges accounts) {
        return new InBandRegistration(accounts, true);
    }

    /// Both are somebody else's business: `not-allowed`.
    public static InBandRegistration closed(AccountChanges accounts) {
        return new InBandRegistration(accounts, false);
    }

    @Override
    public Xep xep() {
        return new Xep(77, "2.4", Xep.Coverage.COMPLETE);
    }

    @Override
    public void install(Hooks hooks) {
        if (open) {
            hooks.disco(Namespaces.REGISTER);
        }
        hooks.domainIq(Hooks.IqType.GET, Namespaces.REGISTER, "query", fromOwnUser(this::get));
        hooks.domainIq(Hooks.IqType.SET, Namespaces.REGISTER, "query", fromOwnUser(this::set));
        hooks.accountIq(Hooks.IqType.GET, Namespaces.REGISTER, "query", fromOwnClient(this::get));
        hooks.accountIq(Hooks.IqType.SET, Namespaces.REGISTER, "query", fromOwnClient(this::set));
    }

    /// Answers a request of this session's.
    private interface Answering {
        Outcome answer(Jid by, Stanza request);
    }

    private static Hooks.OnDomainIq fromOwnUser(Answering answering) {
        return (from, request) -> {
            var domain = request.to();
            return !from.local().isEmpty() && domain != null && from.domain().equals(domain.domain())
                    ? answering.answer(from, request)
                    : Outcome.PASS;
        };
    }

    private static Hooks.OnAccountIq fromOwnClient(Answering answering) {
        return (Account account, Stanza request) -> account.sender()
                .map(device -> answering.answer(device.full(), request))
                .orElse(Outcome.PASS);
    }

    private Outcome get(Jid by, Stanza request) {
        return new Outcome.Reply(request.result(
                query().with(element("registered"), element("username").text(by.local()), element("password"))));
    }

    private Outcome set(Jid by, Stanza request) {
        var query = request.firstChild().orElseThrow();
        if (!open) {
            return new Outcome.Refuse(StanzaError.NOT_ALLOWED);
        }
        if (query.child("remove").isPresent()) {
            return query.children().size() == 1
                    ? done(accounts.remove(by), request)
                    : new Outcome.Refuse(StanzaError.BAD_REQUEST);
        }
        var username = query.child("username").map(Element::text).filter(not(String::isEmpty));
        var password = query.child("password").map(Element::text).filter(not(String::isEmpty));
        if (username.isEmpty() || password.isEmpty()) {
            return new Outcome.Refuse(StanzaError.BAD_REQUEST);
        }
        var prepared = password.flatMap(Password::of);
        if (prepared.isEmpty() || !isName(username.get(), by)) {
            return new Outcome.Refuse(StanzaError.NOT_ACCEPTABLE);
        }
        return done(accounts.changePassword(by, prepared.get()), request);
    }

    private static boolean isName(String username, Jid by) {
        return Jid.tryParse(username + '@' + by.domain())
                .filter(by.bare()::equals)
                .isPresent();
    }

    private static Outcome done(CompletionStage<Boolean> change, Stanza request) {
        Function<Boolean, Stanza> answer =
                there -> there ? request.result() : request.error(StanzaError.REGISTRATION_REQUIRED);
        return new Outcome.ReplyLater(change.thenApply(answer));
    }

    private static Element query() {
        return element("query");
    }

    private static Element element(String name) {
        return Element.of(name, Namespaces.REGISTER);
    }
}
