package io.kith.node.edge;

import io.kith.node.edge.login.AccountLookups;
import io.kith.node.edge.login.Credentials;
import io.kith.node.edge.login.LoginFailures;
import io.kith.node.edge.login.LoginRefusals;
import io.kith.node.edge.login.LoginTerms;
import io.kith.node.edge.login.Registration;
import io.kith.node.edge.login.Throttle;
import io.kith.node.edge.tls.Certificates;
import io.kith.node.edge.tls.JdkTlsEngines;
import io.kith.node.edge.tls.KeyAndChain;
import io.kith.node.edge.tls.SelfSigned;
import io.kith.node.edge.xep.StreamManagement;
import io.kith.persistence.TestClock;
import io.kith.persistence.account.AccountRecord;
import io.kith.persistence.account.Accounts;
import io.kith.persistence.account.InMemoryAccounts;
import io.kith.proto.jid.Jid;
import io.kith.proto.sasl.FakeKeys;
import io.kith.proto.sasl.Password;
import io.kith.proto.sasl.ScramKeys;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// An edge that serves capulet.example, where juliet's password is `r0m30`.
final class TestEdge {

    static final String DOMAIN = "capulet.example";
    static final Jid JULIET = Jid.parse("juliet@capulet.example");
    static final String PASSWORD = "r0m30";

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final SecureRandom SECURE = new SecureRandom();
    private static final KeyAndChain CERTIFICATE = SelfSigned.create(List.of(DOMAIN), NOON, SECURE);
    private static final List<io.kith.persistence.account.StoredKeys> KEYS =
            Credentials.of(Password.of(PASSWORD).orElseThrow(), new Random(7));

    /// What her login is proved against.
    static final long PROVED =
            new AccountRecord(new UUID(0, 0), JULIET, KEYS, AccountRecord.Status.ACTIVE, NOON).credentialsId();

    final TestClock clock = new TestClock(NOON);
    final Random random = new Random(42);
    final FakeOwners owners = new FakeOwners();
    Accounts accounts = new InMemoryAccounts(random, clock);
    EdgeSettings settings = EdgeSettings.DEFAULT;
    boolean allowPlaintext = true;
    boolean registration;
    final Throttle registrations = new Throttle(2, Duration.ofMinutes(1), clock);
    final List<Jid> made = new ArrayList<>();
    LoginFailures failures = LoginFailures.of(clock);

    TestEdge() {
        accounts.create(JULIET, KEYS);
    }

    static TestEdge secure() {
        var edge = new TestEdge();
        edge.allowPlaintext = false;
        return edge;
    }

    Edge edge() {
        return edge(owners);
    }

    /// Of a node without room: what waits for a client has the bounds that hold in any case.
    Traffic traffic = new Traffic(-1);
    final LoginRefusals refusals = new LoginRefusals();
    final Rates rates = new Rates(Rates.Limits.OFF);

    Edge edge(Owners told) {
        return new Edge(
                settings,
                DOMAIN::equals,
                told,
                new JdkTlsEngines(Certificates.of(CERTIFICATE), SECURE),
                new LoginTerms(
                        new AccountLookups(accounts),
                        new FakeKeys(new byte[32], ScramKeys.ITERATIONS_DEFAULT),
                        Runnable::run,
                        failures,
                        refusals,
                        _ -> registration
                                ? Optional.of(
                                        new Registration(accounts, Runnable::run, registrations, random, made::add))
                                : Optional.empty(),
                        allowPlaintext,
                        _ -> List.of(StreamManagement.FEATURE),
                        random),
                traffic,
                rates,
                clock,
                random);
    }
}
