package io.kith.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The processes of the server under test, as the operating system sees them.
record ServerProcess(List<Long> pids) {

    private static final long TICKS_PER_SECOND = 100;

    ServerProcess {
        pids = List.copyOf(pids);
    }

    /// User and system time of all of them, in microseconds; granularity 10 ms.
    long cpuMicros() throws IOException {
        var sum = 0L;
        for (var pid : pids) {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            sum += (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1_000_000 / TICKS_PER_SECOND;
        }
        return sum;
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
