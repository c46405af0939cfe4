package io.kith.node.edge.login;

import java.time.Duration;
import java.time.InstantSource;

/// How often logins may fail: from one address, for one account from one address, and, far more often, for one account
/// from everywhere.
///
/// Who guesses is slowed down where it is, and keeps nobody else out: the owner of a known name comes from another
/// address. The bound for an account alone is against those who guess from very many.
///
/// @param addresses by address
/// @param pairs by account and address
/// @param accounts by account
public record LoginFailures(Throttle addresses, Throttle pairs, Throttle accounts) {

    /// An address may fail so often at once, and again once in [#ADDRESS_FORGIVEN].
    static final int ADDRESS_MAX = 20;

    static final Duration ADDRESS_FORGIVEN = Duration.ofSeconds(5);

    /// For one account, an address may fail so often at once, and again once in [#PAIR_FORGIVEN].
    static final int PAIR_MAX = 10;

    static final Duration PAIR_FORGIVEN = Duration.ofSeconds(10);

    /// For one account, all addresses may fail so often at once, and again once in [#ACCOUNT_FORGIVEN].
    static final int ACCOUNT_MAX = 1_000;

    static final Duration ACCOUNT_FORGIVEN = Duration.ofSeconds(1);

    /// With the bounds that suit most.
    public static LoginFailures of(InstantSource clock) {
        return new LoginFailures(
                new Throttle(ADDRESS_MAX, ADDRESS_FORGIVEN, clock),
                new Throttle(PAIR_MAX, PAIR_FORGIVEN, clock),
                new Throttle(ACCOUNT_MAX, ACCOUNT_FORGIVEN, clock));
    }

    /// Whether they count from now on.
    public void enforce(boolean now) {
        addresses.enforce(now);
        pairs.enforce(now);
        accounts.enforce(now);
    }

    /// Whether this address may try.
    boolean allows(String address) {
        return addresses.allows(address);
    }

    /// Whether this address may try to be this account.
    boolean allows(String address, String account) {
        return pairs.allows(pair(address, account)) && accounts.allows(account);
    }

    /// Takes what a failure costs, before it is known whether there is one: of many tries at once, no more
    /// are looked at than may fail.
    ///
    /// @return whether there was enough; else nothing is taken, and the try is not to be looked at
    boolean take(String address, String account) {
        if (!addresses.take(address)) {
            return false;
        }
        if (!pairs.take(pair(address, account))) {
            addresses.giveBack(address);
            return false;
        }
        if (!accounts.take(account)) {
            addresses.giveBack(address);
            pairs.giveBack(pair(address, account));
            return false;
        }
        return true;
    }

    /// The try for which one was [taken][#take] has not failed.
    void giveBack(String address, String account) {
        addresses.giveBack(address);
        pairs.giveBack(pair(address, account));
        accounts.giveBack(account);
    }

    /// A try has failed before it came to a password.
    ///
    /// @param account "" when it did not come to a name
    void failed(String address, String account) {
        addresses.take(address);
        if (!account.isEmpty()) {
            pairs.take(pair(address, account));
            accounts.take(account);
        }
    }

    private static String pair(String address, String account) {
        return address + ' ' + account;
    }
}
