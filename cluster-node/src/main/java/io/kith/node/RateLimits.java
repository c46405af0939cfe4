package io.kith.node;

import io.kith.node.edge.Admission;
import io.kith.node.edge.Rates;
import io.kith.node.edge.login.LoginFailures;
import io.kith.node.edge.login.Throttle;
import io.kith.node.settings.Settings;
import io.kith.sharding.rate.Rate;
import io.kith.sharding.room.RoomLimits;
import io.kith.sharding.session.AccountLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// What limits how fast and how often an address, a connection or an account may do what costs; switched while the node
/// runs.
///
/// @param failures of logins, by address and by account
/// @param registrations by address
/// @param rates of connections
/// @param accounts of accounts, by their owners here
/// @param rooms of rooms here
record RateLimits(
        Admission admission,
        LoginFailures failures,
        Throttle registrations,
        Rates rates,
        AccountLimits accounts,
        AtomicReference<RoomLimits> rooms) {

    /// What a client did not use is saved up for so long: a phone that comes back has much to say at once.
    static final Duration SAVED = Duration.ofSeconds(10);

    /// A node saves up less: it has to serve all of it at once.
    static final Duration SAVED_BY_NODE = Duration.ofSeconds(2);

    /// An address may make so many accounts at once, and one more in this time.
    private static final int REGISTRATIONS_MAX = 5;

    private static final Duration REGISTRATION_AGAIN = Duration.ofMinutes(10);

    /// @param unhandledMax bytes of what clients have sent and owners have not handled, of a node
    static RateLimits of(Settings.Limits settings, long unhandledMax, InstantSource clock) {
        var limits = new RateLimits(
                new Admission(Admission.Limits.NODE_ONLY),
                LoginFailures.of(clock),
                new Throttle(REGISTRATIONS_MAX, REGISTRATION_AGAIN, clock),
                new Rates(Rates.Limits.OFF, unhandledMax),
                new AccountLimits(AccountLimits.Limits.OFF),
                new AtomicReference<>(RoomLimits.DEFAULT));
        limits.use(settings);
        return limits;
    }

    void use(Settings.Limits settings) {
        var connections = settings.connections();
        admission.use(
                settings.enabled()
                        ? new Admission.Limits(
                                connections.all(),
                                connections.halfOpen(),
                                connections.perAddress(),
                                connections.halfOpenPerAddress())
                        : Admission.Limits.NODE_ONLY);
        failures.enforce(settings.enabled());
        registrations.enforce(settings.enabled());
        rates.use(settings.enabled() ? ofConnections(settings) : Rates.Limits.OFF);
        accounts.use(settings.enabled() ? ofAccounts(settings) : AccountLimits.Limits.OFF);
        rooms.set(ofRooms(settings));
    }

    private static Rates.Limits ofConnections(Settings.Limits settings) {
        return new Rates.Limits(
                new Rate(settings.session().stanzas(), SAVED),
                new Rate(settings.session().bytes(), SAVED),
                new Rate(settings.node().stanzas(), SAVED_BY_NODE),
                new Rate(settings.node().bytes(), SAVED_BY_NODE));
    }

    private static AccountLimits.Limits ofAccounts(Settings.Limits settings) {
        return new AccountLimits.Limits(
                new Rate(settings.account().stanzas(), SAVED),
                new Rate(settings.account().bytes(), SAVED),
                Rate.perMinute(settings.newRecipients()));
    }

    private static RoomLimits ofRooms(Settings.Limits settings) {
        var some = settings.rooms();
        var rates = settings.enabled()
                ? new RoomLimits.Rates(
                        new RoomLimits.Rate(some.joins(), Duration.ofSeconds(10)),
                        new RoomLimits.Rate(some.messages(), Duration.ofSeconds(10)),
                        new RoomLimits.Rate(some.bytes(), Duration.ofSeconds(10)),
                        new RoomLimits.Rate(some.presences(), Duration.ofSeconds(30)),
                        new RoomLimits.Rate(some.nickChanges(), Duration.ofSeconds(60)),
                        new RoomLimits.Rate(some.invitations(), Duration.ofSeconds(60)),
                        new RoomLimits.Rate(some.requests(), Duration.ofSeconds(60)),
                        new RoomLimits.Rate(some.queries(), Duration.ofSeconds(10)),
                        new RoomLimits.Rate(some.creations(), Duration.ofHours(1)),
                        new RoomLimits.Rate(some.changes(), Duration.ofSeconds(60)))
                : RoomLimits.Rates.UNLIMITED;
        return RoomLimits.DEFAULT.with(rates, some.occupants(), some.affiliations());
    }
}
