package io.kith.persistence.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.metadata.Node;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Why there is no Cassandra, for somebody who does not know the driver.
final class ReasonTest {

    private static final Node NODE = (Node) Proxy.newProxyInstance(
            ReasonTest.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (_, method, _) -> method.getName().equals("hashCode") ? (Object) 1 : "a node");

    private static String reason(Throwable failure) {
        return CassandraStores.reason(AllNodesFailedException.fromErrors(
                List.of(Map.entry(NODE, new IOException("[s0|control] OPTIONS", failure)))));
    }

    @Test
    void it_is_what_the_network_said() {
        assertThat(reason(new ConnectException("Connection refused"))).isEqualTo("Connection refused");
    }

    @Test
    void where_that_said_nothing_it_does_not_answer() {
        assertThat(reason(new ClosedChannelException())).isEqualTo("it does not answer");
    }

    @Test
    void with_no_node_to_ask_it_is_the_drivers() {
        assertThat(CassandraStores.reason(new NoNodeAvailableException())).contains("No node was available");
    }
}
