package io.kith.node.foreign;

import org.igniterealtime.smack.inttest.Configuration;
import org.igniterealtime.smack.inttest.SmackIntegrationTestFramework;
import org.jivesoftware.smackx.iqregister.AccountManager;

/// Smack's own integration suite as a process of its own: one line per test on standard output, `passed`, `failed` or
/// `impossible`.
///
/// Arguments: the domain, then the names of the test classes, parted by commas.
final class SmackRun {

    private SmackRun() {}

    public static void main(String[] arguments) throws Exception {
        AccountManager.sensitiveOperationOverInsecureConnectionDefault(true);
        var configuration = Configuration.builder()
                .setService(arguments[0])
                .setSecurityMode("disabled")
                .setReplyTimeout("10000")
                .setEnabledTests(arguments[1])
                .setEnabledConnections("tcp")
                .addTestPackages("org.igniterealtime.smack,org.jivesoftware.smack")
                .build();
        var result = new SmackIntegrationTestFramework(configuration).run();
        result.getSuccessfulTests().forEach(test -> System.out.println("passed " + test.concreteTest));
        result.getFailedTests()
                .forEach(test -> System.out.println("failed " + test.concreteTest + " " + test.failureReason));
        result.getNotPossibleTests()
                .forEach(test ->
                        System.out.println("impossible " + test.concreteTest + " " + test.testNotPossibleException));
        System.exit(0);
    }
}
