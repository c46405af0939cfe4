package io.kith.loadtest;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/// One kind of work, as a word of the command line.
abstract class Scenario implements Callable<Integer> {

    @Mixin
    Target target = new Target();

    @Override
    public final Integer call() throws Exception {
        target.prepare();
        measure(System.out);
        return 0;
    }

    /// Does the work on a server that is prepared, and says what it cost.
    abstract List<Figure> measure(PrintStream out) throws Exception;

    /// In words for a table: over what.
    final String channel() {
        return target.tls ? ", TLS" : "";
    }
}
