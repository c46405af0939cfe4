package io.kith.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MigrationTest {

    @Test
    void steps_are_numbered_without_gaps_and_say_how_to_undo_them() {
        int number = 0;
        for (var migration : Migration.all()) {
            assertThat(migration.number()).isEqualTo(++number);
            assertThat(migration.cql()).contains("-- Rollback: ");
            assertThat(migration.statements()).isNotEmpty();
        }
    }

    @Test
    void steps_only_add_and_can_be_run_again() {
        for (var migration : Migration.all()) {
            assertThat(migration.statements())
                    .allMatch(cql -> cql.startsWith("CREATE TABLE IF NOT EXISTS ")
                            || cql.matches("(?s)ALTER TABLE \\w+ ADD IF NOT EXISTS .*"));
        }
    }

    @Test
    void a_step_is_split_into_its_statements() {
        var migration = new Migration(1, "x", "-- why;\nCREATE A (\n  b 'c;d'\n);\n\n-- and\nCREATE B;\n");

        assertThat(migration.statements()).containsExactly("CREATE A (\n  b 'c;d'\n)", "CREATE B");
    }

    @Test
    void the_checksum_is_of_the_statements_and_not_of_the_comments() {
        var step = new Migration(1, "x", "-- why\nCREATE A;\n").checksum();

        assertThat(new Migration(1, "x", "-- because\nCREATE A;\n").checksum()).isEqualTo(step);
        assertThat(new Migration(1, "x", "-- why\nCREATE B;\n").checksum()).isNotEqualTo(step);
    }

    @Test
    void released_steps_are_never_changed() {
        assertThat(Migration.all().stream().map(step -> step.number() + " " + step.checksum()))
                .containsExactly(
                        "1 8659eb6ba061fd4ca4b13980817082c55dc746ae7409e2f131405fb44ce487f9",
                        "2 8702da7d5bdba7bc45b3d649407423b071e21b84371a9e734b04bad3700ae311",
                        "3 7850cd25e4a36fa50c2673bb25eee06987ce39e6cc12703334d64e914c870801",
                        "4 3b6ce00b54b66bfaf8d883b60c6939484d4873a5239692dddc16d572f426232b",
                        "5 da6c7a06ad643cde84e0d5648b80c7d0eebb41b1ea507760e33a120dba906942",
                        "6 9de6fee9a12cce29f69d8f5d109db3e7e714ea05c9f19b9e3a7d8308a7650509");
    }
}
