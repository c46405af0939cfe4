package io.kith.node.fitness;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.feature.Feature;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.FeatureFailures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// An extension is one class, one test, one transcript and one line of the registry.
final class FeaturesTest {

    private static final List<Feature> REGISTERED = Registry.features();

    @Test
    void every_feature_is_registered_exactly_once() {
        var written = Project.javaFiles("sharding/src/main/java/io/kith/sharding/xep").stream()
                .map(FeaturesTest::type)
                .filter(type -> Feature.class.isAssignableFrom(type) && !type.isInterface())
                .map(Class::getName)
                .toList();

        assertThat(written).as("the folder is the list").isNotEmpty();
        assertThat(REGISTERED)
                .as("one line each in Features")
                .extracting(feature -> feature.getClass().getName())
                .containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void no_extension_is_registered_twice() {
        assertThat(REGISTERED).extracting(feature -> feature.xep().number()).doesNotHaveDuplicates();
    }

    @Test
    void every_feature_has_a_test_of_its_name() {
        assertThat(REGISTERED).allSatisfy(feature -> {
            var test = feature.getClass().getName().replace('.', '/') + "Test.java";
            assertThat(Project.root().resolve("sharding/src/test/java/" + test)).isRegularFile();
        });
    }

    @Test
    void every_feature_has_a_transcript_that_names_its_number() {
        var titles = Project.transcripts().stream()
                .flatMap(file -> Project.read(file)
                        .lines()
                        .filter(line -> line.startsWith("#"))
                        .limit(1))
                .collect(joining("\n"));

        assertThat(REGISTERED)
                .allSatisfy(feature -> assertThat(titles)
                        .as("the first lines of the transcripts")
                        .contains(feature.xep().name()));
    }

    @Test
    void all_of_them_get_along_in_any_order() {
        for (var seed = 0; seed < 20; seed++) {
            var shuffled = new ArrayList<>(REGISTERED);
            Collections.shuffle(shuffled, new Random(seed));

            var chain = FeatureChain.of(shuffled, new FeatureFailures());

            assertThat(chain.advertised()).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(chain.streamFeatures("verona.example"))
                    .as("seed %d", seed)
                    .containsExactlyInAnyOrderElementsOf(
                            FeatureChain.of(REGISTERED, new FeatureFailures()).streamFeatures("verona.example"));
        }
    }

    private static Class<?> type(Path file) {
        var name = file.getFileName().toString().replace(".java", "");
        try {
            return Class.forName("io.kith.sharding.xep." + name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError("a file that is named for no type: " + file, e);
        }
    }
}
