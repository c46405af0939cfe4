package io.kith.loadtest;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a login costs: stream, SCRAM-SHA-256, bind, roster, initial presence.
@Command(name = "login", description = "CPU time of the server per login, in microseconds")
final class LoginScenario implements Callable<Integer> {

    private static final Duration SETTLE = Duration.ofMillis(500);

    @Mixin
    private Target target = new Target();

    @Option(names = "--users", defaultValue = "500", description = "logins in a repeat (${DEFAULT-VALUE})")
    private int users = 500;

    @Override
    public Integer call() throws Exception {
        var report = new Report(System.out, "us/login");
        for (var repeat = -2; repeat < target.repeats; repeat++) {
            try (var reactor = new Reactor()) {
                var crowd = new Crowd(
                        reactor, target.address(), target.domain, target.password, RandomGenerator.of("SecureRandom"));
                var before = target.processes().cpuMicros();
                crowd.grow(0, users, (_, _) -> {});
                reactor.runFor(SETTLE);
                var spent = (double) (target.processes().cpuMicros() - before) / users;
                if (repeat < 0) {
                    report.warmUp(spent);
                } else {
                    report.repeat(spent);
                }
                crowd.leave();
            }
        }
        report.median();
        return 0;
    }
}
