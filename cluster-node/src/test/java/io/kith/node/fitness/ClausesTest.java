package io.kith.node.fitness;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The index from the standards' clauses to the transcripts that prove them: what the comments of a transcript cite.
/// `-Dkith.regenerate=true` writes it anew.
final class ClausesTest {

    private static final Pattern CITED = Pattern.compile("(XEP-\\d{4}|RFC \\d{4})|§\\s?(\\d+(?:\\.\\d+)*)");
    private static final String INDEX = "docs/CLAUSES.md";

    /// @param section of the document; "" for the whole
    private record Clause(String document, String section) implements Comparable<Clause> {

        private static final Comparator<Clause> IN_ORDER =
                Comparator.comparing(Clause::document).thenComparing(Clause::numbers, Arrays::compare);

        private int[] numbers() {
            return section.isEmpty()
                    ? new int[0]
                    : Stream.of(section.split("\\.", -1))
                            .mapToInt(Integer::parseInt)
                            .toArray();
        }

        @Override
        public int compareTo(Clause other) {
            return IN_ORDER.compare(this, other);
        }

        String link() {
            var number = document.substring(4);
            return document.startsWith("RFC")
                    ? "https://www.rfc-editor.org/rfc/rfc" + number + (section.isEmpty() ? "" : "#section-" + section)
                    : "https://xmpp.org/extensions/" + document.toLowerCase(Locale.ROOT) + ".html";
        }

        String name() {
            return section.isEmpty() ? document : document + " §" + section;
        }
    }

    @Test
    void every_transcript_cites_what_it_proves_in_its_first_line() {
        assertThat(Project.transcripts()).isNotEmpty().allSatisfy(file -> {
            var first = Project.read(file).lines().findFirst().orElse("");
            assertThat(cited(Stream.of(first)))
                    .as("the first line of %s names a document and a section: %s", file, first)
                    .anyMatch(clause -> !clause.section().isEmpty());
        });
    }

    @Test
    void the_index_of_clauses_is_what_the_transcripts_cite() {
        var file = Project.root().resolve(INDEX);
        if (Boolean.getBoolean("kith.regenerate")) {
            Project.write(file, index());
        }
        assertThat(file)
                .as("written by -Dtest=ClausesTest -Dkith.regenerate=true")
                .hasContent(index());
    }

    private static String index() {
        var transcripts = new TreeMap<Clause, SortedSet<Path>>();
        for (var file : Project.transcripts()) {
            cited(Project.read(file).lines().filter(line -> line.startsWith("#")))
                    .forEach(clause -> transcripts
                            .computeIfAbsent(clause, _ -> new TreeSet<>())
                            .add(file.getFileName()));
        }
        return """
                # Clauses and the transcripts that prove them

                Generated from the comments of the transcripts, each of which is played on one system and on three
                (`io.kith.node.transcript`). Clauses about bytes, streams and logins are proved by unit tests, which cite them.

                | clause | transcripts |
                |---|---|
                """ + rows(transcripts);
    }

    private static String rows(SortedMap<Clause, SortedSet<Path>> transcripts) {
        return transcripts.entrySet().stream()
                .map(entry -> "| [" + entry.getKey().name() + "]("
                        + entry.getKey().link() + ") | "
                        + entry.getValue().stream().map(ClausesTest::linked).collect(joining(", ")) + " |\n")
                .collect(joining());
    }

    private static String linked(Path file) {
        return "[" + file.toString().replace(".xmpp", "") + "](../cluster-node/src/test/resources/transcripts/" + file
                + ")";
    }

    /// A section belongs to the document named before it in its line, else to the first that the file names; a document
    /// without a section stands for itself.
    private static List<Clause> cited(Stream<String> comments) {
        var clauses = new TreeSet<Clause>();
        var first = "";
        for (var line : comments.toList()) {
            var document = first;
            var bare = false;
            var matcher = CITED.matcher(line);
            while (matcher.find()) {
                if (matcher.group(1) != null) {
                    if (bare) {
                        clauses.add(new Clause(document, ""));
                    }
                    document = matcher.group(1);
                    first = first.isEmpty() ? document : first;
                    bare = true;
                } else if (!document.isEmpty()) {
                    clauses.add(new Clause(document, matcher.group(2)));
                    bare = false;
                }
            }
            if (bare) {
                clauses.add(new Clause(document, ""));
            }
        }
        return List.copyOf(clauses);
    }
}
