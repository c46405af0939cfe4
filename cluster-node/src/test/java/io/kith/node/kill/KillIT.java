package io.kith.node.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.process.NodeProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every message that was acknowledged is delivered and in both logs, in order and under one id, whatever is killed and
/// when (docs/guarantees.md); a lasting room keeps all that it holds.
///
/// `-Dkith.kills=20` for the long form, `-Dkith.kill.seed=…` to replay the times and victims of a run.
final class KillIT {

    private static final int KILLS = Integer.getInteger("kith.kills", 3);
    private static final long SEED = Long.getLong("kith.kill.seed", System.nanoTime());
    private static final Duration CATCH_UP = Duration.ofSeconds(90);
    private static final int MESSAGES_BETWEEN_KILLS = 50;
    private static final String RUN = "run";
    private static final List<String> VICTIMS = List.of("node", "store", "node and store");

    @TempDir
    Path directory;

    @Test
    void nothing_acknowledged_is_lost_reordered_or_doubled_when_node_and_store_are_killed() throws Exception {
        var random = new Random(SEED);
        System.out.println("kill test: " + KILLS + " kills, replay with -Dkith.kill.seed=" + SEED);
        var juliets = new Ledger();
        var romeos = new Ledger();
        try (var node = new NodeProcess(directory.resolve("data"), "--allow-plaintext", "--limits", "off")) {
            node.awaitReady();
            node.addUsers("juliet", "romeo", "nurse");
            var vault = new Vault(node.c2s(), directory.resolve("data"));
            vault.fill();
            var juliet = new Chatter(node.c2s(), "localhost", "juliet", "romeo", RUN, juliets, romeos);
            var romeo = new Chatter(node.c2s(), "localhost", "romeo", "juliet", RUN, romeos, juliets);
            var threads = List.of(
                    Thread.ofPlatform().name("juliet").start(juliet),
                    Thread.ofPlatform().name("romeo").start(romeo));
            try {
                for (var kill = 0; kill < KILLS; kill++) {
                    var before = juliets.acknowledged();
                    var after = romeos.acknowledged();
                    await(
                            () -> juliets.acknowledged() > before + MESSAGES_BETWEEN_KILLS
                                    && romeos.acknowledged() > after + MESSAGES_BETWEEN_KILLS,
                            "acknowledgements before kill " + kill);
                    Thread.sleep(random.nextInt(2_000));
                    kill(node, kill % 3);
                    var killed = System.nanoTime();
                    node.awaitReady();
                    System.out.printf(
                            "kill test: %s killed, ready after %.1f s%n",
                            VICTIMS.get(kill % 3), (System.nanoTime() - killed) / 1e9);
                }
                juliet.stopSending();
                romeo.stopSending();
                await(
                        () -> juliet.nothingUnacknowledged() && romeo.nothingUnacknowledged(),
                        "acknowledgements of the last messages");
                await(() -> juliets.everythingCame() && romeos.everythingCame(), "what was acknowledged");
                vault.check();
                try (var logs = new Logs(directory.resolve("data"))) {
                    assertThat(logs.broken(RUN, "juliet", "romeo", juliets))
                            .as("seed %d, from juliet, in the logs", SEED)
                            .isEmpty();
                    assertThat(logs.broken(RUN, "romeo", "juliet", romeos))
                            .as("seed %d, from romeo, in the logs", SEED)
                            .isEmpty();
                }
            } catch (AssertionError late) {
                throw new AssertionError(
                        late.getMessage() + "\nfrom juliet: " + juliets.broken() + "\nfrom romeo: " + romeos.broken()
                                + "\nthe node said\n" + node.said(),
                        late);
            } finally {
                juliet.stop();
                romeo.stop();
                for (var thread : threads) {
                    thread.join(40_000);
                }
            }
            System.out.printf(
                    "kill test: %d + %d acknowledged, %d + %d redelivered, %d + %d resumed, %d + %d bound%n",
                    juliets.acknowledged(),
                    romeos.acknowledged(),
                    juliets.redelivered(),
                    romeos.redelivered(),
                    juliet.resumed(),
                    romeo.resumed(),
                    juliet.rebound(),
                    romeo.rebound());
        }
        assertThat(juliets.broken()).as("seed %d, from juliet", SEED).isEmpty();
        assertThat(romeos.broken()).as("seed %d, from romeo", SEED).isEmpty();
    }

    private static void kill(NodeProcess node, int victims) throws InterruptedException {
        switch (victims) {
            case 0 -> node.killNode();
            case 1 -> assertThat(node.killCassandra()).isTrue();
            default -> {
                assertThat(node.killCassandra()).isTrue();
                node.killNode();
            }
        }
        if (victims != 1) {
            node.restart();
        }
    }

    private static void await(BooleanSupplier condition, String what) throws InterruptedException {
        var began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > began + CATCH_UP.toNanos()) {
                throw new AssertionError("no " + what + " within " + CATCH_UP + ", seed " + SEED);
            }
            Thread.sleep(50);
        }
        System.out.printf("kill test: %s after %.1f s%n", what, (System.nanoTime() - began) / 1e9);
    }
}
