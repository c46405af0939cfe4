package io.kith.node.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.xml.Element;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What can be said of transcripts without playing them.
final class TranscriptFilesTest {

    static List<Path> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/transcripts"))) {
            return files.filter(file -> file.toString().endsWith(".xmpp"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("transcripts")
    void it_cites_its_clause_and_holds_well_formed_xml(Path file) throws IOException {
        var transcript =
                Transcript.parse(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));

        assertThat(transcript.title()).containsPattern("(XEP-\\d{4}|RFC \\d{4}|issue \\d+)");
        assertThat(transcript.steps()).isNotEmpty();
        for (var step : transcript.steps()) {
            var xml = switch (step) {
                case Step.Sends sends -> sends.xml();
                case Step.Receives receives -> receives.xml();
                case Step.Accounts _,
                        Step.Friends _,
                        Step.Connects _,
                        Step.Disconnects _,
                        Step.Drops _,
                        Step.Returns _,
                        Step.Sets _,
                        Step.Closed _,
                        Step.Quiet _,
                        Step.Clock _,
                        Step.Stands _ -> "<nothing/>";
            };
            assertThat(Element.parse(xml)).as("line %d", step.line()).isNotNull();
        }
    }
}
