package io.kith.node.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.faults.Fault;
import io.kith.persistence.faults.FaultPlan;
import io.kith.persistence.faults.Faults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Clients that together send more than a node may keep for a store that writes nothing.
final class SlowStoreTest {

    private static final String[] SENDERS = {"tybalt", "paris", "benvolio", "mercutio"};
    private static final int EACH = 60;
    private static final String BODY = "x".repeat(16_000);

    private static final double BOUND = 2 << 20;

    /// Nearly: what clients send is counted with a little more than its bytes.
    private static final double HALF = 0.45 * BOUND;

    @Test
    @Timeout(180)
    void reading_stops_before_anything_is_refused_and_all_is_stored_when_the_store_writes_again(@TempDir Path data)
            throws Exception {
        var faults = new Faults();
        var options = Map.of(
                "unstored-megabytes", "2",
                "limits.session-bytes", "100000000",
                "limits.account-bytes", "100000000");
        try (var victim = Victim.start(data, options, faults, SENDERS)) {
            var wires = new ArrayList<Wire>();
            for (var sender : SENDERS) {
                wires.add(victim.online(sender, "street"));
            }
            faults.plan(FaultPlan.always("append", new Fault.Held()));
            var failure = new AtomicReference<@Nullable IOException>();
            var writers = wires.stream().map(wire -> writer(wire, failure)).toList();
            while (victim.metric("kith_unstored_bytes") < HALF) {
                Thread.onSpinWait();
            }
            for (var looks = 0; looks < 20; looks++) {
                assertThat(victim.metric("kith_unstored_bytes")).isBetween(HALF, BOUND);
            }

            faults.plan(FaultPlan.none());
            while (victim.metric("kith_unstored_bytes") > 0 || writers.stream().anyMatch(Thread::isAlive)) {
                faults.releaseAll();
            }
            assertThat(failure.get()).isNull();
            for (var wire : wires) {
                assertThat(heard(wire))
                        .hasSize(EACH)
                        .allSatisfy(one -> assertThat(one).doesNotContain("type='error'"));
                wire.close();
            }
        }
    }

    /// Sends to itself, so that all who send hear whether it was kept.
    private static Thread writer(Wire wire, AtomicReference<@Nullable IOException> failure) {
        var to = wire.jid().substring(0, wire.jid().indexOf('/'));
        return Thread.ofVirtual().start(() -> {
            try {
                for (var i = 0; i < EACH; i++) {
                    wire.send(
                            "<message type='chat' id='m" + i + "' to='" + to + "'><body>" + BODY + "</body></message>");
                }
            } catch (IOException cut) {
                failure.set(cut);
            }
        });
    }

    private static List<String> heard(Wire wire) throws IOException {
        var heard = new ArrayList<String>();
        while (heard.size() < EACH) {
            heard.add(wire.until("</message>"));
        }
        return heard;
    }
}
