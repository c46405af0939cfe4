package io.kith.node.edge.login;

import io.kith.proto.sasl.FakeKeys;
import io.kith.proto.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// What the logins of all connections share.
///
/// @param accounts where accounts are found
/// @param fakes the keys of accounts that do not exist
/// @param derivations where passwords are derived, which takes milliseconds each; may reject
/// @param failures what failed logins are taken from, by address and account
/// @param refusals where failed logins are counted
/// @param registration how accounts of a domain are made in-band; empty where they are not
/// @param allowPlaintext whether a login, also by PLAIN, is allowed without TLS: for trials
/// @param features offered at a domain once the client is known, besides those of the login itself
/// @param random cryptographically strong
public record LoginTerms(
        AccountLookups accounts,
        FakeKeys fakes,
        Executor derivations,
        LoginFailures failures,
        LoginRefusals refusals,
        Function<String, Optional<Registration>> registration,
        boolean allowPlaintext,
        Function<String, List<Element>> features,
        RandomGenerator random) {}
