package io.kith.node.foreign;

import java.util.ArrayList;
import java.util.List;
import org.igniterealtime.smack.inttest.Configuration;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.jivesoftware.smackx.iqregister.AccountManager;

/// Smack's own integration suite as a process of its own: one line per test on standard output, `passed` with the
/// milliseconds that it took, `failed` or `impossible`; the last also for a class.
///
/// Arguments: the domain, then for each run, on accounts of its own, the tests, parted by commas, as `Class.method`.
final class SmackRun {

    /// The one test that resumes a stream, and closes none; it must have a run of its own.
    static final String RESUMING = "StreamManagementTest.testStreamManagement";

    private SmackRun() {}

    public static void main(String[] arguments) throws Exception {
        AccountManager.sensitiveOperationOverInsecureConnectionDefault(true);
        for (var tests : List.of(arguments).subList(1, arguments.length)) {
            run(arguments[0], tests);
        }
        System.exit(0);
    }

    private static void run(String domain, String tests) throws Exception {
        // Smack 4.5.0-beta5: what a thread sends while a stream that can be resumed is being closed stays in the
        // writer's queue and goes out on the next connection, before its header, and RFC 6120 has only
        // `invalid-namespace` for that. A stream that can't be resumed refuses it.
        XMPPTCPConnection.setUseStreamManagementResumptionDefault(tests.equals(RESUMING));
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
        result.getSuccessfulTests().forEach(test -> lines.add("passed " + test.concreteTest + " " + test.duration));
        result.getFailedTests().forEach(test -> lines.add("failed " + test.concreteTest + " " + test.failureReason));
        result.getNotPossibleTests()
                .forEach(test -> lines.add("impossible " + test.concreteTest + " " + test.testNotPossibleException));
        result.getImpossibleTestClasses()
                .forEach((type, reason) -> lines.add("impossible " + type.getSimpleName() + " " + reason));
        lines.forEach(System.out::println);
    }
}
