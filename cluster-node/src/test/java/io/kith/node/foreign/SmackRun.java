package io.kith.node.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.igniterealtime.smack.inttest.Configuration;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.iqregister.AccountManager;

/// Smack's own integration suite as a process of its own: one line per test on standard output, `passed`, `failed` or
/// `impossible`.
///
/// Arguments: the domain, then the names of the test classes, parted by commas, then the tests that are judged in a run
/// of their own, on new accounts, each as `Class.method`: what the first run says of them is not printed.
final class SmackRun {

    private SmackRun() {}

    public static void main(String[] arguments) throws Exception {
        AccountManager.sensitiveOperationOverInsecureConnectionDefault(true);
        // Smack 4.5.0-beta5: what a thread sends while a stream that can be resumed is being closed stays in the
        // writer's queue and goes out on the next connection, before its header, and RFC 6120 has only
        // `invalid-namespace` for that. A stream that can't be resumed refuses it. No test here resumes one.
        XMPPTCPConnection.setUseStreamManagementResumptionDefault(false);
        var alone = List.of(arguments).subList(2, arguments.length);
        run(arguments[0], arguments[1], test -> !alone.contains(test));
        for (var one : alone) {
            run(arguments[0], one, one::equals);
        }
        System.exit(0);
    }

    private static void run(String domain, String tests, Predicate<String> printed) throws Exception {
        var configuration = Configuration.builder()
                .setService(domain)
                .setSecurityMode("disabled")
                .setReplyTimeout("10000")
                .setEnabledTests(tests)
                .setEnabledConnections("tcp")
                .setDnsResolver(Configuration.DnsResolver.javax) // the other does not know localhost
                .addTestPackages("org.igniterealtime.smack,org.jivesoftware.smack")
                .build();
        var result = new SmackIntegrationTestFramework(configuration).run();
        var lines = new ArrayList<String>();
        result.getSuccessfulTests().forEach(test -> lines.add("passed " + test.concreteTest));
        result.getFailedTests().forEach(test -> lines.add("failed " + test.concreteTest + " " + test.failureReason));
        result.getNotPossibleTests()
                .forEach(test -> lines.add("impossible " + test.concreteTest + " " + test.testNotPossibleException));
        lines.stream().filter(line -> printed.test(line.split(" ", 3)[1])).forEach(System.out::println);
    }
}
