package io.kith.node;

import io.kith.node.edge.Admission;
import io.kith.node.edge.login.Throttle;
import io.kith.node.settings.Settings;
import java.time.Duration;
import java.time.InstantSource;

/// What limits how often one address or account may do what costs; switched while the node runs.
///
/// @param failures of logins, by address and by account
/// @param registrations by address
record RateLimits(Admission admission, Throttle failures, Throttle registrations) {

    /// An address or an account may fail to log in so often at once, and again once in this time.
    private static final int LOGIN_FAILURES_MAX = 20;

    private static final Duration LOGIN_FAILURE_FORGIVEN = Duration.ofSeconds(5);

    /// An address may make so many accounts at once, and one more in this time.
    private static final int REGISTRATIONS_MAX = 5;

    private static final Duration REGISTRATION_AGAIN = Duration.ofMinutes(10);

    static RateLimits of(Settings.Limits settings, InstantSource clock) {
        var limits = new RateLimits(
                new Admission(Admission.Limits.DEFAULT),
                new Throttle(LOGIN_FAILURES_MAX, LOGIN_FAILURE_FORGIVEN, clock),
                new Throttle(REGISTRATIONS_MAX, REGISTRATION_AGAIN, clock));
        limits.use(settings);
        return limits;
    }

    void use(Settings.Limits settings) {
        admission.use(settings.enabled() ? Admission.Limits.DEFAULT : Admission.Limits.NODE_ONLY);
        failures.enforce(settings.enabled());
        registrations.enforce(settings.enabled());
    }
}
