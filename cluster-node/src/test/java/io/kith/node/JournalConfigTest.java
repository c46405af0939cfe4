package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.ActorSystem;
import akka.persistence.cassandra.KeyspaceAndTableStatements;
import akka.persistence.cassandra.PluginSettings;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.kith.persistence.cassandra.CassandraSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JournalConfigTest {

    private static final CassandraSettings TWO_DATA_CENTRES = new CassandraSettings(
            List.of(new InetSocketAddress("localhost", 9042)),
            "verona",
            "",
            "",
            null,
            "kith",
            Map.of("verona", 3, "mantua", 2));

    private static Config config() {
        return JournalConfig.of(TWO_DATA_CENTRES).withFallback(ConfigFactory.load());
    }

    @Test
    void events_and_snapshots_have_as_many_copies_in_each_data_centre_as_the_stores() {
        var system = ActorSystem.create("journal", config());
        try {
            var path = PluginSettings.DefaultConfigPath();
            var statements = new KeyspaceAndTableStatements(
                    system, path, PluginSettings.apply(system, config().getConfig(path)));

            assertThat(statements.createJournalKeyspaceStatement()).satisfies(JournalConfigTest::isKeptAsTheStores);
            assertThat(statements.createSnapshotKeyspaceStatement()).satisfies(JournalConfigTest::isKeptAsTheStores);
        } finally {
            TestKit.shutdownActorSystem(system);
        }
    }

    private static void isKeptAsTheStores(String statement) {
        assertThat(statement)
                .contains("kith_journal", "'NetworkTopologyStrategy'", "'verona':3", "'mantua':2")
                .doesNotContain("SimpleStrategy");
    }

    @Test
    void they_are_written_and_read_on_a_quorum_of_the_data_centre() {
        var config = config();
        for (var part : List.of("journal", "snapshot", "query")) {
            for (var use : List.of("read-profile", "write-profile")) {
                var named = "akka.persistence.cassandra." + part + "." + use;
                var profile = config.getString(config.hasPath(named) ? named : "akka.persistence.cassandra." + use);
                var request = config.getConfig("datastax-java-driver.profiles." + profile + ".basic.request");

                assertThat(request.getString("consistency")).as(named).isEqualTo("LOCAL_QUORUM");
                assertThat(request.getString("serial-consistency")).as(named).isEqualTo("LOCAL_SERIAL");
                assertThat(request.getBoolean("default-idempotence")).as(named).isTrue();
            }
        }
    }
}
