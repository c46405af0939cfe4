package io.kith.node.transcript;

import io.kith.persistence.Stores;
import io.kith.sharding.feature.Feature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every transcript, on one system and on three. Each has a domain of its own, so that none meets the accounts of
/// another.
///
/// The one system has its features registered in a random order, which must mean nothing within a stage;
/// `-Dkith.features.seed=…` replays it.
@ExtendWith(OnThreeNodes.class)
@TestInstance(Lifecycle.PER_CLASS)
final class TranscriptsTest {

    private static final Path FOLDER = Path.of("src/test/resources/transcripts");

    private static final long SEED = Long.getLong("kith.features.seed", System.nanoTime());

    private final NodesStage one =
            NodesStage.of(1, clock -> Stores.inMemory(new Random(1), clock), TranscriptsTest::shuffled);
    private final NodesStage three;

    TranscriptsTest(NodesStage three) {
        this.three = three;
    }

    private static List<Feature> shuffled(List<Feature> features) {
        System.out.println("features in random order, replay with -Dkith.features.seed=" + SEED);
        var order = new ArrayList<>(features);
        Collections.shuffle(order, new Random(SEED));
        return order;
    }

    @AfterAll
    void stop() {
        one.close();
    }

    static List<String> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".xmpp"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void is_played_on_one_system_whatever_the_order_of_features(String name) throws IOException {
        play(name, one);
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void is_played_across_three_systems(String name) throws IOException {
        play(name, three);
    }

    static void play(String name, NodesStage stage) throws IOException {
        var transcript = Transcript.parse(name, Files.readString(FOLDER.resolve(name)));
        try (var runner = new TranscriptRunner(transcript, stage.next())) {
            runner.play();
        }
    }
}
