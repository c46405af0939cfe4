package io.kith.sharding.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.kith.sharding.wire.WireForm;
import io.kith.sharding.wire.WireMessage;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every message that crosses nodes keeps the bytes it has.
final class ManifestsTest {

    static Stream<WireForm<?>> forms() {
        return Manifests.codec().forms().stream();
    }

    @BeforeAll
    static void record() {
        forms().forEach(form ->
                GoldenBytes.recordIfAsked(form, Manifests.codec().encode(Samples.of(form))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_message_is_written_as_its_golden_bytes(WireForm<?> form) {
        var written = Manifests.codec().encode(Samples.of(form));

        assertThat(GoldenBytes.of(form))
                .as("%s is missing; -Dgolden.record=true writes it", GoldenBytes.fileName(form))
                .isPresent();
        assertThat(written).isEqualTo(GoldenBytes.of(form).orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void golden_bytes_are_read_as_the_message(WireForm<?> form) throws NotSerializableException {
        var golden = GoldenBytes.of(form).orElseThrow();

        assertThat(Manifests.codec().decode(form.manifest(), golden)).isEqualTo(Samples.of(form));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void what_a_newer_node_adds_is_ignored(WireForm<?> form) throws NotSerializableException {
        var golden = GoldenBytes.of(form).orElseThrow();
        var addition = UnknownFieldSet.newBuilder()
                .addField(1000, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                .build()
                .toByteArray();
        var newer = new byte[golden.length + addition.length];
        System.arraycopy(golden, 0, newer, 0, golden.length);
        System.arraycopy(addition, 0, newer, golden.length, addition.length);

        assertThat(Manifests.codec().decode(form.manifest(), newer)).isEqualTo(Samples.of(form));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void bytes_cut_off_anywhere_are_a_message_or_refused_by_name(WireForm<?> form) {
        var golden = GoldenBytes.of(form).orElseThrow();

        for (var length = 0; length < golden.length; length++) {
            var cut = Arrays.copyOf(golden, length);
            try {
                assertThat(Manifests.codec().decode(form.manifest(), cut)).isInstanceOf(form.type());
            } catch (NotSerializableException refused) {
                assertThat(refused).hasMessageContaining(form.type().getSimpleName());
            }
        }
    }

    @Test
    void every_golden_file_belongs_to_a_message() {
        assertThat(GoldenBytes.fileNames())
                .containsExactlyElementsOf(forms().map(GoldenBytes::fileName).toList());
    }

    @Test
    void every_type_that_may_cross_nodes_has_a_number() {
        var marked = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.kith.sharding")
                        .stream()
                        .filter(type -> type.isAssignableTo(WireMessage.class))
                        .filter(type ->
                                !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .toList();
        List<String> numbered = forms().map(form -> form.type().getName()).toList();

        assertThat(numbered).containsExactlyInAnyOrderElementsOf(marked);
    }
}
