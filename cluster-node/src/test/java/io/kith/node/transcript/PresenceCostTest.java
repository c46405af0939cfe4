package io.kith.node.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.presence.PresenceCounters;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What presence costs between whole nodes.
final class PresenceCostTest {

    private static final int NODES = 3;
    private static final int CONTACTS = 50;

    private final NodesStage stage = NodesStage.of(NODES).next();

    @AfterEach
    void stop() {
        stage.close();
    }

    @Test
    void a_change_of_status_is_one_batch_to_each_node_whatever_the_number_of_contacts() {
        stage.account("juliet");
        var juliet = connect(1, "juliet");
        var contacts = IntStream.range(0, CONTACTS)
                .mapToObj(number -> {
                    stage.account("contact" + number);
                    return connect(number % NODES + 1, "contact" + number);
                })
                .toList();
        juliet.send("<presence/>");
        for (var contact : contacts) {
            juliet.send("<presence type='subscribed' to='" + bare(contact) + "'/>"); // before it is asked
        }
        contacts.forEach(contact -> {
            contact.send("<presence/><presence type='subscribe' to='" + bare(juliet) + "'/>");
            seen(contact, juliet, "");
        });
        stage.settle();
        var batches = sum(counters -> counters.batchesPublished);
        var events = sum(counters -> counters.eventsPublished);
        var remote = sum(counters -> counters.remoteBatches);
        var written = sum(counters -> counters.written);

        juliet.send("<presence><status>away to the friar</status></presence>");

        contacts.forEach(contact -> seen(contact, juliet, "away to the friar"));
        stage.settle();
        assertThat(sum(counters -> counters.written) - written).isEqualTo(CONTACTS);
        assertThat(sum(counters -> counters.batchesPublished) - batches).isEqualTo(1);
        assertThat(sum(counters -> counters.eventsPublished) - events).isEqualTo(1);
        assertThat(sum(counters -> counters.remoteBatches) - remote).isEqualTo(NODES - 1L);
    }

    private Client connect(int node, String name) {
        return Client.connect(stage.listener(node), stage.domain(), name, "home");
    }

    private static String bare(Client client) {
        return client.fullJid().substring(0, client.fullJid().indexOf('/'));
    }

    /// Reads until the contact shows this status.
    private static void seen(Client by, Client contact, String status) {
        while (true) {
            var stanza = by.next();
            if (stanza.name().equals("presence")
                    && stanza.attributeOr("from", "").equals(contact.fullJid())
                    && stanza.child("status")
                            .map(child -> child.text())
                            .orElse("")
                            .equals(status)) {
                return;
            }
        }
    }

    private long sum(Function<PresenceCounters, LongAdder> counter) {
        return stage.presenceCounters().stream()
                .mapToLong(counters -> counter.apply(counters).sum())
                .sum();
    }
}
