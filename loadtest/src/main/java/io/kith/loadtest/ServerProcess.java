package io.kith.loadtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// The processes of the server under test, as the operating system sees them.
record ServerProcess(List<Long> pids) {

    private static final long MICROS_PER_TICK = 10_000;
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final Pattern FILLER =
            Pattern.compile("\\d+:\\s+\\d+\\s+(\\d+)\\s+\\S*jdk\\.internal\\.vm\\.Filler");

    ServerProcess {
        pids = List.copyOf(pids);
    }

    /// User and system time in microseconds, with a granularity of 10 ms.
    ///
    /// @param compilers what of it Java's compilers took: little, once the server is warm
    /// @param collector what of it went into collecting garbage
    record Cpu(long all, long compilers, long collector) {

        Cpu minus(Cpu before) {
            return new Cpu(
                    all - before.all,
                    Math.max(0, compilers - before.compilers), // compiler threads come and go
                    Math.max(0, collector - before.collector));
        }
    }

    /// What all of them have used so far.
    Cpu cpu() throws IOException {
        var all = 0L;
        var compilers = 0L;
        var collector = 0L;
        for (var pid : pids) {
            var process = Path.of("/proc/" + pid);
            all += micros(Files.readString(process.resolve("stat")));
            try (var threads = Files.list(process.resolve("task"))) {
                for (var thread : threads.toList()) {
                    var stat = read(thread.resolve("stat"));
                    var name = stat.substring(
                            stat.indexOf('(') + 1, Math.max(stat.indexOf('(') + 1, stat.lastIndexOf(')')));
                    if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
                        compilers += micros(stat);
                    } else if (name.equals("VM Thread") || name.startsWith("GC Thread") || name.startsWith("G1 ")) {
                        collector += micros(stat);
                    }
                }
            }
        }
        return new Cpu(all, compilers, collector);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException ended) {
            return "";
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) {
                return "";
            }
            throw new UncheckedIOException(e);
        }
    }

    private static long micros(String stat) {
        if (stat.isEmpty()) {
            return 0;
        }
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MICROS_PER_TICK;
    }

    /// What the heap of the first of them, a Java process, holds after a full collection, in bytes: its histogram of
    /// live objects forces one. The collector's own filling of gaps is no such object and not counted.
    long liveHeap() throws IOException, InterruptedException {
        var jcmd = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd",
                        pids.getFirst().toString(),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        var text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor(60, TimeUnit.SECONDS);
        var total = TOTAL.matcher(text);
        if (!total.find()) {
            throw new IOException("jcmd said: " + text);
        }
        var filled = FILLER.matcher(text).results().mapToLong(each -> Long.parseLong(each.group(1)));
        return Long.parseLong(total.group(1)) - filled.sum();
    }

    /// Resident memory in bytes.
    long residentBytes() throws IOException {
        var sum = 0L;
        for (var pid : pids) {
            for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmRSS:")) {
                    sum += Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        }
        return sum;
    }
}
