package io.kith.persistence.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import io.kith.persistence.archive.Retention;
import io.kith.persistence.cassandra.CassandraForTests;
import io.kith.persistence.cassandra.CassandraSettings;
import io.kith.persistence.cassandra.CassandraStores;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class SchemaIT {

    private static CqlSession session;

    @BeforeAll
    static void open() {
        session = CassandraStores.session(CassandraForTests.settings("schema_it"));
    }

    @AfterAll
    static void close() {
        session.close();
    }

    private static Schema schema(String keyspace, List<Migration> known) {
        return new Schema(
                session, keyspace, CassandraForTests.settings(keyspace).replication(), known);
    }

    @Test
    void a_schema_is_applied_once_and_then_it_is_usable() {
        var settings = CassandraForTests.settings("schema_it");
        var schema = CassandraStores.schema(session, settings);
        assertThat(schema.status().version()).isZero();
        assertThatThrownBy(() -> open(settings))
                .isInstanceOf(SchemaMismatch.class)
                .hasMessageContaining("schema_it")
                .hasMessageContaining("version 0")
                .hasMessageContaining("apply");

        var applied = schema.apply();

        assertThat(applied.pending()).isEmpty();
        assertThat(applied.version()).isEqualTo(Migration.all().size());
        assertThat(schema.apply()).isEqualTo(applied);
        open(settings).close();
    }

    @Test
    void a_newer_schema_and_one_that_differs_are_named_and_left_alone() {
        var one = new Migration(1, "one", "CREATE TABLE IF NOT EXISTS one (a int PRIMARY KEY);");
        var two = new Migration(2, "two", "CREATE TABLE IF NOT EXISTS two (a int PRIMARY KEY);");
        var other = new Migration(1, "one", "CREATE TABLE IF NOT EXISTS one (b int PRIMARY KEY);");
        schema("schema_newer_it", List.of(one)).apply();
        schema("schema_newer_it", List.of(one, two)).apply();

        assertThatThrownBy(() -> schema("schema_newer_it", List.of(one)).requireUsable())
                .isInstanceOf(SchemaMismatch.class)
                .hasMessageContaining("version 2 (two)");
        assertThatThrownBy(() -> schema("schema_newer_it", List.of(other, two)).apply())
                .isInstanceOf(SchemaMismatch.class)
                .hasMessageContaining("step 1 (one)");
    }

    @Test
    void of_two_that_apply_at_once_the_second_is_told_to_wait_unless_it_must_be_alone() {
        var known = new ArrayList<Migration>();
        known.add(new Migration(1, "one", "CREATE TABLE IF NOT EXISTS one (a int PRIMARY KEY);"));
        schema("schema_lock_it", known).apply();
        session.execute(
                "INSERT INTO schema_lock_it.schema_version (part, number, name) VALUES (0, 0, 'nurse') USING TTL 600");
        known.add(new Migration(2, "two", "CREATE TABLE IF NOT EXISTS two (a int PRIMARY KEY);"));

        assertThatThrownBy(() -> schema("schema_lock_it", known).apply())
                .isInstanceOf(SchemaMismatch.class)
                .hasMessageContaining("somebody else");
        assertThat(schema("schema_lock_it", known).status().version()).isEqualTo(1);

        assertThat(schema("schema_lock_it", known).applyAlone().version()).isEqualTo(2);
    }

    @Test
    void who_has_lost_the_lock_applies_no_more() {
        var lost = new Migration(1, "lost", """
                DELETE FROM schema_lost_it.schema_version WHERE part = 0 AND number = 0;
                CREATE TABLE IF NOT EXISTS lost (a int PRIMARY KEY);
                """);
        var schema = schema("schema_lost_it", List.of(lost));

        assertThatThrownBy(schema::apply)
                .isInstanceOf(SchemaMismatch.class)
                .hasMessageContaining("another may be applying");
        assertThat(schema.status().version()).isZero();
    }

    private static CassandraStores open(CassandraSettings settings) {
        return CassandraStores.open(settings, Retention.DEFAULT, new Random(1), InstantSource.system());
    }
}
