package io.kith.loadtest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Locale;

/// Repeats a round and asks the operating system what it cost the server: first to warm it up, then for the record.
///
/// The server is warm when its compilers took less than [#QUIET] of its time in [#QUIET_ROUNDS] rounds in a row; a Java
/// server that still compiles would be charged for it.
final class Rounds {

    /// One round.
    interface Round {

        /// Works, with everything that is to be counted in `measured`.
        ///
        /// @return how many units were done
        long run(Measured measured) throws Exception;
    }

    /// The part of a round that counts.
    @FunctionalInterface
    interface Part {
        void run() throws Exception;
    }

    private static final double QUIET = 0.05;
    private static final int QUIET_ROUNDS = 2;

    private final Target target;
    private final PrintStream out;

    Rounds(Target target, PrintStream out) {
        this.target = target;
        this.out = out;
    }

    /// Counts the parts of one round.
    final class Measured {

        private ServerProcess.Cpu spent = new ServerProcess.Cpu(0, 0, 0);

        void part(Part part) throws Exception {
            var before = target.processes().cpu();
            part.run();
            spent = target.processes().cpu().minus(before);
        }
    }

    /// The server's time per unit, in microseconds.
    Figure measure(String what, Round round) throws Exception {
        out.println("# " + what);
        var quiet = 0;
        for (var warmUp = 1; quiet < QUIET_ROUNDS && warmUp <= target.warmUps; warmUp++) {
            var measured = new Measured();
            var units = round.run(measured);
            out.println("warm-up " + warmUp + ": " + line(measured.spent, units));
            quiet = measured.spent.compilers() < QUIET * measured.spent.all() ? quiet + 1 : 0;
        }
        var values = new ArrayList<Double>();
        for (var repeat = 1; repeat <= target.repeats; repeat++) {
            var measured = new Measured();
            var units = round.run(measured);
            values.add((double) measured.spent.all() / units);
            out.println("repeat " + repeat + ": " + line(measured.spent, units));
        }
        var figure = new Figure(what, "µs", values);
        out.println(figure.line());
        out.flush();
        return figure;
    }

    private static String line(ServerProcess.Cpu spent, long units) throws IOException {
        return String.format(
                Locale.ROOT,
                "%s µs each (compilers %s, collector %s); %,d units; load %s",
                Figure.number((double) spent.all() / units),
                Figure.number((double) spent.compilers() / units),
                Figure.number((double) spent.collector() / units),
                units,
                load());
    }

    private static String load() throws IOException {
        var file = Path.of("/proc/loadavg");
        return Files.exists(file) ? Files.readString(file).split(" ")[0] : "unknown";
    }
}
