package io.kith.node.fitness;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.Features;
import io.kith.sharding.feature.Xep;
import io.kith.sharding.room.aspect.RoomAspects;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is said to be supported is what is registered. `-Dkith.regenerate=true` writes it anew.
final class SupportedXepsTest {

    /// An extension and the class that says so.
    private record Supported(Xep xep, Class<?> by) {}

    private static final List<Supported> BY_NUMBER = Stream.of(
                    Features.ofConnections().entrySet().stream()
                            .map(each -> new Supported(each.getKey(), each.getValue())),
                    Registry.features().stream().map(feature -> new Supported(feature.xep(), feature.getClass())),
                    RoomAspects.all().stream()
                            .flatMap(
                                    aspect -> aspect.xeps().stream().map(xep -> new Supported(xep, aspect.getClass()))))
            .flatMap(each -> each)
            .sorted(Comparator.comparing(supported -> supported.xep().number()))
            .toList();

    @Test
    void no_extension_is_named_twice() {
        assertThat(BY_NUMBER).extracting(supported -> supported.xep().number()).doesNotHaveDuplicates();
    }

    @Test
    void every_extension_of_rooms_has_a_transcript_that_names_its_number() {
        var titles = Project.transcripts().stream()
                .flatMap(file -> Project.read(file).lines().limit(1))
                .collect(joining("\n"));

        assertThat(BY_NUMBER)
                .filteredOn(supported -> supported.by().getPackageName().startsWith("io.kith.sharding.room"))
                .isNotEmpty()
                .allSatisfy(
                        supported -> assertThat(titles).contains(supported.xep().name()));
    }

    @Test
    void every_extension_of_connections_is_named_by_a_test_of_them() {
        var tests = Project.javaFiles("cluster-node/src/test/java/io/kith/node/edge").stream()
                .map(Project::read)
                .collect(joining());

        assertThat(Features.ofConnections().keySet())
                .isNotEmpty()
                .allSatisfy(xep -> assertThat(tests).contains(xep.name()));
    }

    @Test
    void the_table_of_extensions_is_the_registry() {
        isCommitted("docs/XEPS.md", table());
    }

    @Test
    void the_description_of_the_project_names_the_same_extensions() {
        isCommitted("docs/doap.xml", description());
    }

    private static void isCommitted(String name, String generated) {
        var file = Project.root().resolve(name);
        if (Boolean.getBoolean("kith.regenerate")) {
            Project.write(file, generated);
        }
        assertThat(file)
                .as("written by -Dtest=SupportedXepsTest -Dkith.regenerate=true")
                .hasContent(generated);
    }

    private static String table() {
        return """
                # Supported extensions

                Generated from the registry (`io.kith.node.Features`) and the list of what rooms do (`RoomAspects`). "Complete" means all that the specification asks of a
                server; what is left out of a "partial" one is said in the documentation of its class. Rooms besides take subscriptions without joining by
                `urn:xmpp:mucsub:0`, which is no XEP ([Subscriptions](../sharding/src/main/java/io/kith/sharding/room/aspect/Subscriptions.java)).

                | extension | version | coverage | class |
                |---|---|---|---|
                """ + BY_NUMBER.stream().map(SupportedXepsTest::row).collect(joining());
    }

    private static String row(Supported supported) {
        var xep = supported.xep();
        return "| [" + xep.name() + "](" + page(xep) + ") | " + xep.version() + " | " + coverage(xep) + " | ["
                + supported.by().getSimpleName() + "](../" + module(supported.by()) + "/src/main/java/"
                + supported.by().getName().replace('.', '/') + ".java) |\n";
    }

    private static String module(Class<?> type) {
        return type.getName().startsWith("io.kith.node.") ? "cluster-node" : "sharding";
    }

    private static String description() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
                         xmlns="http://usefulinc.com/ns/doap#"
                         xmlns:xmpp="https://linkmauve.fr/ns/xmpp-doap#">
                  <Project>
                    <name>Kith</name>
                    <shortdesc xml:lang="en">A clustered, horizontally scaled XMPP server</shortdesc>
                    <programming-language>Java</programming-language>
                    <license rdf:resource="https://www.apache.org/licenses/LICENSE-2.0"/>
                    <category rdf:resource="https://linkmauve.fr/ns/xmpp-doap#category-jabber"/>
                    <category rdf:resource="https://linkmauve.fr/ns/xmpp-doap#category-server"/>
                    <implements rdf:resource="https://www.rfc-editor.org/info/rfc6120"/>
                    <implements rdf:resource="https://www.rfc-editor.org/info/rfc6121"/>
                    <implements rdf:resource="https://www.rfc-editor.org/info/rfc7622"/>
                """ + BY_NUMBER.stream().map(SupportedXepsTest::described).collect(joining()) + """
                  </Project>
                </rdf:RDF>
                """;
    }

    private static String described(Supported supported) {
        return """
                    <implements>
                      <xmpp:SupportedXep>
                        <xmpp:xep rdf:resource="%s"/>
                        <xmpp:status>%s</xmpp:status>
                        <xmpp:version>%s</xmpp:version>
                      </xmpp:SupportedXep>
                    </implements>
                """.formatted(
                        page(supported.xep()),
                        coverage(supported.xep()),
                        supported.xep().version());
    }

    private static String page(Xep xep) {
        return "https://xmpp.org/extensions/" + xep.name().toLowerCase(Locale.ROOT) + ".html";
    }

    private static String coverage(Xep xep) {
        return xep.coverage().name().toLowerCase(Locale.ROOT);
    }
}
