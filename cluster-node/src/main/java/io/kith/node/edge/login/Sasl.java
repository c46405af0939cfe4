package io.kith.node.edge.login;

import io.kith.persistence.account.AccountRecord;
import io.kith.proto.jid.Jid;
import io.kith.proto.jid.MalformedJid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.sasl.Mechanism;
import io.kith.proto.sasl.Password;
import io.kith.proto.sasl.Plain;
import io.kith.proto.sasl.SaslFailure;
import io.kith.proto.sasl.SaslPayload;
import io.kith.proto.sasl.ScramHash;
import io.kith.proto.sasl.ScramKeys;
import io.kith.proto.sasl.ScramServer;
import io.kith.proto.stream.StreamError;
import io.kith.proto.xml.Element;
import io.kith.sharding.log.Chronicle;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// SASL on one stream (RFC 6120 §6): offers mechanisms, carries exchanges, counts attempts.
final class Sasl {

    private static final Chronicle LOG = Chronicle.of(Sasl.class);

    /// RFC 6120 §6.4.5 wants between two and five retries.
    static final int ATTEMPTS_MAX = 5;

    /// Exchanges that end before a password is tried (a mechanism or a channel binding that the
    /// other side can't) are no guesses; a client goes through its mechanisms.
    /// COMPAT(slixmpp 1.8): it asks for `tls-unique` under each SCRAM mechanism, then comes to PLAIN.
    static final int EXCHANGES_MAX = 10;

    /// What PLAIN is checked against where an account has several keys, and for accounts that do not exist.
    private static final ScramHash PLAIN_HASH = ScramHash.SHA_256;

    private final LoginTerms terms;
    private final String domain;
    private final Channel channel;
    private final Set<Mechanism> offered;
    private @Nullable Exchange exchange;
    private int attempts;
    private int exchanges;

    private static final class Exchange {
        private final Mechanism mechanism;
        private final @Nullable ScramServer scram;
        private @Nullable AccountRecord account;
        private String name = "";
        private boolean guesses;

        /// Whether what a failure costs is taken already.
        private boolean paid;

        Exchange(Mechanism mechanism, @Nullable ScramServer scram) {
            this.mechanism = mechanism;
            this.scram = scram;
        }
    }

    Sasl(LoginTerms terms, String domain, Channel channel) {
        this.terms = terms;
        this.domain = domain;
        this.channel = channel;
        this.offered = offered(terms, channel);
    }

    private static Set<Mechanism> offered(LoginTerms terms, Channel channel) {
        var offered = EnumSet.noneOf(Mechanism.class);
        if (channel.encrypted() || terms.allowPlaintext()) {
            Arrays.stream(Mechanism.values())
                    .filter(mechanism ->
                            !mechanism.isPlus() || !channel.bindings().isEmpty())
                    .forEach(offered::add);
        }
        return offered;
    }

    /// The mechanisms and what they can be bound to (XEP-0440); empty where nobody may log in.
    List<Element> features() {
        if (offered.isEmpty()) {
            return List.of();
        }
        var mechanisms = Element.of("mechanisms", Namespaces.SASL);
        for (var mechanism : offered) {
            mechanisms =
                    mechanisms.with(Element.of("mechanism", Namespaces.SASL).text(mechanism.saslName()));
        }
        if (channel.bindings().isEmpty()) {
            return List.of(mechanisms);
        }
        var bindings = Element.of("sasl-channel-binding", Namespaces.SASL_CHANNEL_BINDING);
        for (var binding : channel.bindings()) {
            bindings = bindings.with(Element.of("channel-binding", Namespaces.SASL_CHANNEL_BINDING)
                    .withAttribute("type", binding.type().registeredName()));
        }
        return List.of(mechanisms, bindings);
    }

    LoginStep receive(Element element) {
        return switch (element.name()) {
            case "auth" -> isText(element) ? onAuth(element) : fail(SaslFailure.MALFORMED_REQUEST);
            case "response" -> isText(element) ? onResponse(element) : fail(SaslFailure.MALFORMED_REQUEST);
            case "abort" -> fail(element.isEmpty() ? SaslFailure.ABORTED : SaslFailure.MALFORMED_REQUEST);
            default -> new LoginStep.End(List.of(), StreamError.of(StreamError.Condition.UNSUPPORTED_STANZA_TYPE));
        };
    }

    /// The schema has nothing else in these elements, and in `<abort/>` nothing at all (RFC 6120 A.4).
    private static boolean isText(Element element) {
        return element.children().isEmpty();
    }

    private LoginStep onAuth(Element auth) {
        if (exchange != null) {
            return fail(SaslFailure.MALFORMED_REQUEST);
        }
        var mechanism = Mechanism.named(auth.attributeOr("mechanism", ""));
        if (mechanism.isEmpty() || !offered.contains(mechanism.get())) {
            return fail(offered.isEmpty() ? SaslFailure.ENCRYPTION_REQUIRED : SaslFailure.INVALID_MECHANISM);
        }
        if (!terms.failures().allows(channel.address())) {
            return fail(SaslFailure.TEMPORARY_AUTH_FAILURE, LoginRefusals.THROTTLED);
        }
        var scram = mechanism.get().scram().isPresent()
                ? new ScramServer(mechanism.get(), channel.bindings(), terms.random())
                : null;
        exchange = new Exchange(mechanism.get(), scram);
        if (auth.text().isEmpty()) {
            return new LoginStep.Send(List.of(Element.of("challenge", Namespaces.SASL)));
        }
        return onResponse(auth);
    }

    private LoginStep onResponse(Element response) {
        var current = exchange;
        if (current == null) {
            return fail(SaslFailure.MALFORMED_REQUEST);
        }
        var message = SaslPayload.decode(response.text());
        if (message.isEmpty()) {
            return fail(SaslFailure.INCORRECT_ENCODING);
        }
        if (current.scram == null) {
            return onPlain(current, message.get());
        }
        return current.guesses
                ? onProof(current, current.scram, message.get())
                : onScram(current, current.scram, current.scram.receive(message.get()));
    }

    /// The proof is looked at only if it may be wrong: many connections can have come as far as this while
    /// one guess was left.
    private LoginStep onProof(Exchange current, ScramServer scram, byte[] message) {
        if (!terms.failures().take(channel.address(), current.name)) {
            return fail(SaslFailure.TEMPORARY_AUTH_FAILURE, LoginRefusals.THROTTLED);
        }
        var step = scram.receive(message);
        if (step instanceof ScramServer.Step.Failure(var condition) && condition == SaslFailure.NOT_AUTHORIZED) {
            current.paid = true;
        } else {
            terms.failures().giveBack(channel.address(), current.name);
        }
        return onScram(current, scram, step);
    }

    private LoginStep onScram(Exchange current, ScramServer scram, ScramServer.Step step) {
        return switch (step) {
            case ScramServer.Step.KeysWanted(var username, var authzid) -> findKeys(current, scram, username, authzid);
            case ScramServer.Step.Challenge(var message) -> {
                current.guesses = true;
                yield new LoginStep.Send(
                        List.of(Element.of("challenge", Namespaces.SASL).text(SaslPayload.encode(message))));
            }
            case ScramServer.Step.Success success ->
                admit(current, Element.of("success", Namespaces.SASL).text(SaslPayload.encode(success.message())));
            case ScramServer.Step.Failure(var condition) -> fail(condition);
        };
    }

    private LoginStep findKeys(Exchange current, ScramServer scram, String username, String authzid) {
        var account = account(username);
        current.name = account.map(Jid::toString).orElse(username + '@' + domain);
        var refusal = refusal(current.name, authzid);
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        // Made for every name, so that one that exists takes no less time.
        var hash = current.mechanism.scram().orElseThrow();
        var fakes = terms.fakes().of(hash, current.name);
        if (account.isEmpty()) {
            return onScram(current, scram, scram.keys(fakes));
        }
        return new LoginStep.Later(terms.accounts().find(account.get()).handle((found, failure) -> () -> {
            if (found == null) {
                return fail(SaslFailure.TEMPORARY_AUTH_FAILURE);
            }
            current.account = found.orElse(null);
            return onScram(
                    current,
                    scram,
                    scram.keys(found.flatMap(record -> Credentials.find(record, hash))
                            .orElse(fakes)));
        }));
    }

    private LoginStep onPlain(Exchange current, byte[] message) {
        var parsed = Plain.parse(message);
        if (parsed.isEmpty()) {
            return fail(SaslFailure.MALFORMED_REQUEST);
        }
        current.guesses = true;
        var plain = parsed.get();
        var account = account(plain.authcid());
        current.name = account.map(Jid::toString).orElse(plain.authcid() + '@' + domain);
        var refusal = refusal(current.name, plain.authzid());
        var password = Password.of(plain.password());
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        if (account.isEmpty() || password.isEmpty()) {
            return fail(SaslFailure.NOT_AUTHORIZED);
        }
        var checked = terms.accounts().find(account.get()).thenCompose(found -> {
            current.account = found.orElse(null);
            var keys = found.flatMap(record -> Credentials.find(record, PLAIN_HASH))
                    .or(() -> found.flatMap(record -> Credentials.find(record, ScramHash.SHA_1)))
                    .orElseGet(() -> terms.fakes().of(PLAIN_HASH, current.name));
            try {
                return CompletableFuture.supplyAsync(
                        () -> judge(keys, password.get(), current.name), terms.derivations());
            } catch (RejectedExecutionException busy) {
                return CompletableFuture.failedFuture(busy);
            }
        });
        return new LoginStep.Later(checked.handle((verdict, failure) -> () -> switch (verdict) {
            case null -> fail(SaslFailure.TEMPORARY_AUTH_FAILURE);
            case UNSEEN -> fail(SaslFailure.TEMPORARY_AUTH_FAILURE, LoginRefusals.THROTTLED);
            case RIGHT -> admit(current, Element.of("success", Namespaces.SASL));
            case WRONG -> {
                current.paid = true;
                yield fail(SaslFailure.NOT_AUTHORIZED);
            }
        }));
    }

    private enum Verdict {
        RIGHT,
        WRONG,
        UNSEEN
    }

    /// Looks at the password only if it may be wrong. Runs where passwords are derived: only as many tries as
    /// are looked at at once hold what a failure costs, and who goes away before the answer has paid too.
    private Verdict judge(ScramKeys keys, Password password, String name) {
        if (!terms.failures().take(channel.address(), name)) {
            return Verdict.UNSEEN;
        }
        if (!keys.match(password)) {
            return Verdict.WRONG;
        }
        terms.failures().giveBack(channel.address(), name);
        return Verdict.RIGHT;
    }

    /// The client has shown that it knows the password.
    private LoginStep admit(Exchange current, Element success) {
        var account = current.account;
        if (account == null) {
            return fail(SaslFailure.NOT_AUTHORIZED);
        }
        if (account.status() != AccountRecord.Status.ACTIVE) {
            return fail(SaslFailure.ACCOUNT_DISABLED);
        }
        if (LOG.tells()) {
            LOG.session(name(), "logs in as {} by {}", account.jid(), current.mechanism.saslName());
        }
        return new LoginStep.Authenticated(account.jid(), account.credentialsId(), success);
    }

    /// The account that a client means; empty for a name that none can have.
    private Optional<Jid> account(String username) {
        try {
            return Optional.of(Jid.of(username, domain, ""));
        } catch (MalformedJid noName) {
            return Optional.empty();
        }
    }

    /// Why not to go on with this name, whoever knows its password.
    private Optional<SaslFailure> refusal(String account, String authzid) {
        var asItself =
                authzid.isEmpty() || Jid.tryParse(authzid).map(Jid::toString).equals(Optional.of(account));
        if (!asItself) {
            return Optional.of(SaslFailure.INVALID_AUTHZID);
        }
        return terms.failures().allows(channel.address(), account)
                ? Optional.empty()
                : Optional.of(SaslFailure.TEMPORARY_AUTH_FAILURE);
    }

    /// What [#refusal] said.
    private LoginStep refuse(SaslFailure condition) {
        return condition == SaslFailure.TEMPORARY_AUTH_FAILURE
                ? fail(condition, LoginRefusals.THROTTLED)
                : fail(condition);
    }

    private LoginStep fail(SaslFailure condition) {
        return fail(condition, condition.condition());
    }

    /// The connection as the log names it.
    private String name() {
        return "#" + channel.connection();
    }

    /// @param reason as it is counted and logged, which the client is not told
    private LoginStep fail(SaslFailure condition, String reason) {
        terms.refusals().failed(reason);
        if (LOG.tells()) {
            var current = exchange;
            LOG.session(
                    name(),
                    "from {} fails to log in as {} by {}: {}",
                    channel.address(),
                    current == null || current.name.isEmpty() ? "-" : Chronicle.word(current.name),
                    current == null ? "-" : current.mechanism.saslName(),
                    reason);
        }
        if (condition == SaslFailure.NOT_AUTHORIZED && (exchange == null || !exchange.paid)) {
            terms.failures().failed(channel.address(), exchange == null ? "" : exchange.name);
        }
        exchanges++;
        if (condition == SaslFailure.TEMPORARY_AUTH_FAILURE || (exchange != null && exchange.guesses)) {
            attempts++;
        }
        exchange = null;
        var failure = Element.of("failure", Namespaces.SASL).with(Element.of(condition.condition(), Namespaces.SASL));
        return attempts < ATTEMPTS_MAX && exchanges < EXCHANGES_MAX
                ? new LoginStep.Send(List.of(failure))
                : new LoginStep.End(
                        List.of(failure),
                        new StreamError(StreamError.Condition.POLICY_VIOLATION, "too many attempts to log in"));
    }
}
