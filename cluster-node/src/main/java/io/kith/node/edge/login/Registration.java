package io.kith.node.edge.login;

import io.kith.persistence.account.Accounts;
import io.kith.proto.jid.Jid;
import io.kith.proto.jid.MalformedJid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.sasl.Password;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.log.Chronicle;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accounts made in-band before a login (XEP-0077 §3.1): a name and a password, nothing more.
public final class Registration {

    private static final Chronicle LOG = Chronicle.of(Registration.class);
    private static final Logger FAILURES = LoggerFactory.getLogger(Registration.class);

    private final Accounts accounts;
    private final Executor derivations;
    private final Throttle perAddress;
    private final RandomGenerator random;
    private final Consumer<Jid> made;

    /// @param derivations where keys are derived, which takes milliseconds each; may reject
    /// @param perAddress how many accounts each address may make
    /// @param random cryptographically strong
    /// @param made told of each account that is made, before its client is
    public Registration(
            Accounts accounts, Executor derivations, Throttle perAddress, RandomGenerator random, Consumer<Jid> made) {
        this.accounts = accounts;
        this.derivations = derivations;
        this.perAddress = perAddress;
        this.random = random;
        this.made = made;
    }

    /// Says in the stream's features that accounts can be made (XEP-0077 §5).
    static Element feature() {
        return Element.of("register", Namespaces.REGISTER_FEATURE);
    }

    /// Answers a request of a client that is nobody yet.
    LoginStep answer(Stanza request, String domain, Channel channel) {
        var query = request.child("query", Namespaces.REGISTER);
        if (query.isEmpty() || request.children().size() != 1) {
            return new LoginStep.Answer(request.error(StanzaError.BAD_REQUEST));
        }
        if (request.isType("get")) {
            return new LoginStep.Form(request.result(form()));
        }
        var name = field(query.get(), "username").flatMap(username -> account(username, domain));
        var password = field(query.get(), "password").flatMap(Password::of);
        if (query.get().child("remove").isPresent()) {
            return new LoginStep.Answer(request.error(StanzaError.UNEXPECTED_REQUEST));
        }
        if (name.isEmpty() || password.isEmpty()) {
            return new LoginStep.Answer(request.error(StanzaError.NOT_ACCEPTABLE));
        }
        if (!perAddress.take(channel.address())) {
            tell(channel, "may not register {} yet", name.get());
            return new LoginStep.Answer(request.error(StanzaError.RESOURCE_CONSTRAINT));
        }
        return new LoginStep.Later(create(name.get(), password.get()).handle((created, failure) -> () -> {
            if (created == null) {
                if (!isBusy(failure)) {
                    FAILURES.warn("{} could not be registered", name.get(), failure);
                }
                return new LoginStep.Answer(request.error(
                        isBusy(failure) ? StanzaError.RESOURCE_CONSTRAINT : StanzaError.INTERNAL_SERVER_ERROR));
            }
            return new LoginStep.Answer(
                    switch (created) {
                        case Accounts.Created.Ok _ -> {
                            tell(channel, "registers {}", name.get());
                            yield request.result();
                        }
                        case Accounts.Created.Exists _, Accounts.Created.Resting _ -> {
                            tell(channel, "may not register {}: it is taken", name.get());
                            yield request.error(StanzaError.CONFLICT);
                        }
                    });
        }));
    }

    private static void tell(Channel channel, String what, Jid name) {
        if (LOG.tells()) {
            LOG.session("#" + channel.connection(), "from {} " + what, channel.address(), name);
        }
    }

    private CompletionStage<Accounts.Created> create(Jid name, Password password) {
        try {
            return CompletableFuture.supplyAsync(() -> Credentials.of(password, random), derivations)
                    .thenCompose(credentials -> accounts.create(name, credentials))
                    .thenApply(created -> {
                        if (created instanceof Accounts.Created.Ok) {
                            made.accept(name);
                        }
                        return created;
                    });
        } catch (RejectedExecutionException busy) {
            return CompletableFuture.failedFuture(busy);
        }
    }

    private static boolean isBusy(Throwable failure) {
        var cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof RejectedExecutionException;
    }

    private static Element form() {
        return Element.of("query", Namespaces.REGISTER)
                .with(
                        Element.of("instructions", Namespaces.REGISTER).text("Choose a name and a password."),
                        Element.of("username", Namespaces.REGISTER),
                        Element.of("password", Namespaces.REGISTER));
    }

    private static Optional<String> field(Element query, String name) {
        return query.child(name).map(Element::text);
    }

    private static Optional<Jid> account(String username, String domain) {
        try {
            return username.isEmpty() ? Optional.empty() : Optional.of(Jid.of(username, domain, ""));
        } catch (MalformedJid noName) {
            return Optional.empty();
        }
    }
}
