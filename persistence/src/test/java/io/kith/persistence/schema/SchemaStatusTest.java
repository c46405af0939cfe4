package io.kith.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.schema.SchemaStatus.Applied;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SchemaStatusTest {

    private static final Migration ONE = new Migration(1, "account", "CREATE A;");
    private static final Migration TWO = new Migration(2, "archive", "CREATE B;");

    private static Applied applied(Migration migration) {
        return new Applied(migration.number(), migration.name(), migration.checksum(), Instant.EPOCH);
    }

    @Test
    void what_was_not_applied_is_pending() {
        assertThat(SchemaStatus.compare(List.of(), List.of(ONE, TWO)).pending()).containsExactly(ONE, TWO);
        var status = SchemaStatus.compare(List.of(applied(ONE)), List.of(ONE, TWO));

        assertThat(status.version()).isEqualTo(1);
        assertThat(status.pending()).containsExactly(TWO);
        assertThat(status.problem()).isEmpty();
    }

    @Test
    void a_newer_schema_is_named() {
        var status = SchemaStatus.compare(List.of(applied(ONE), applied(TWO)), List.of(ONE));

        assertThat(status.problem())
                .hasValueSatisfying(problem ->
                        assertThat(problem).contains("version 2 (archive)").contains("knows 1"));
    }

    @Test
    void a_step_that_differs_is_named() {
        var other = new Migration(1, "account", "CREATE C;");

        assertThat(SchemaStatus.compare(List.of(applied(other)), List.of(ONE)).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("step 1 (account)"));
    }
}
