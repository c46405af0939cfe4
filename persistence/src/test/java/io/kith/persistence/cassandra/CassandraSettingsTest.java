package io.kith.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CassandraSettingsTest {

    private static final InetSocketAddress HERE = InetSocketAddress.createUnresolved("cassandra.example", 9042);

    @Test
    void a_keyspace_has_a_plain_name() {
        for (var name : List.of("", "Kith", "kith; DROP", "1kith", "k".repeat(49))) {
            assertThatThrownBy(() -> CassandraSettings.local(HERE, "dc", name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(CassandraSettings.local(HERE, "dc", "k".repeat(48)).replication())
                .isEqualTo(Map.of("dc", 1));
    }

    @Test
    void the_password_is_never_shown() {
        var settings = new CassandraSettings(List.of(HERE), "dc", "kith", "secret", null, "kith", Map.of("dc", 3));

        assertThat(settings.toString()).contains("kith").doesNotContain("secret");
    }
}
