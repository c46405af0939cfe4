package io.kith.node.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import io.kith.sharding.presence.PresenceRules;
import io.kith.sharding.wire.WireCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is larger than one message between nodes may be. Recipients are several, so that their owners live on all
/// nodes.
@ExtendWith(OnThreeNodes.class)
final class LargeStanzasTest {

    private static final int BYTES = 200_000;
    private static final int RECIPIENTS = 6;

    /// So many with the largest presence, and others may show nothing: all of it is as much as crosses in one piece.
    private static final int FULL_RESOURCES = PresenceRules.ACCOUNT_BYTES_MAX / PresenceRules.PRESENCE_BYTES_MAX;

    /// A queue of them is above a mebibyte.
    private static final int QUEUED = 7;

    private final NodesStage stage;

    LargeStanzasTest(NodesStage nodes) {
        stage = nodes.next();
        stage.account("juliet");
    }

    @Test
    void arrive_whole_at_clients_of_other_nodes() {
        try (var juliet = connect(1, "juliet")) {
            for (var number = 0; number < RECIPIENTS; number++) {
                stage.account("romeo" + number);
                try (var romeo = connect(2, "romeo" + number)) {
                    romeo.send("<presence/>");
                    assertThat(romeo.next().name()).isEqualTo("presence");

                    juliet.send(message("romeo" + number, number));

                    assertThat(nextMessage(romeo)).isEqualTo(text(number));
                }
            }
        }
    }

    @Test
    void wait_for_who_is_offline_and_arrive_whole() {
        try (var juliet = connect(1, "juliet")) {
            for (var number = 0; number < RECIPIENTS; number++) {
                stage.account("romeo" + number);
                juliet.send(message("romeo" + number, number));
            }
            for (var number = 0; number < RECIPIENTS; number++) {
                try (var romeo = connect(3, "romeo" + number)) {
                    romeo.send("<presence/>");

                    assertThat(nextMessage(romeo)).isEqualTo(text(number));
                }
            }
        }
    }

    @Test
    void arrive_at_a_session_that_is_resumed_from_another_node() {
        try (var juliet = connect(1, "juliet")) {
            for (var number = 0; number < RECIPIENTS / 2; number++) {
                var name = "romeo" + number;
                stage.account(name);
                var lost = connect(2, name);
                lost.send("<presence/>");
                next(lost, "presence");
                lost.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
                var enabled = next(lost, "enabled");
                juliet.send(message(name, 0));
                assertThat(nextMessage(lost)).isEqualTo(text(0)); // and never acknowledges it
                lost.drop();
                for (var each = 1; each < QUEUED; each++) {
                    juliet.send(message(name, each));
                }
                try (var romeo = Client.authenticate(stage.listener(3), stage.domain(), name)) {
                    romeo.send("<resume xmlns='urn:xmpp:sm:3' h='0' previd='" + enabled.attributeOr("id", "") + "'/>");
                    next(romeo, "resumed");

                    var arrived = acknowledging(romeo, QUEUED);

                    assertThat(arrived)
                            .isEqualTo(IntStream.range(0, QUEUED)
                                    .mapToObj(LargeStanzasTest::text)
                                    .toList());
                }
            }
        }
    }

    @Test
    void all_that_an_account_may_show_is_shown_to_a_contact_who_logs_in_on_another_node() {
        stage.account("romeo");
        var resources = new ArrayList<Client>();
        try (var romeo = connect(2, "romeo")) {
            var statuses = new HashMap<String, String>();
            for (var number = 0; number < FULL_RESOURCES; number++) {
                var juliet = connect(1 + number % 3, "juliet", "resource" + number);
                resources.add(juliet);
                var status = largestStatus(juliet.fullJid());
                juliet.send("<presence><status>" + status + "</status></presence>");
                statuses.put(juliet.fullJid(), status);
                while (!next(juliet, "presence").attributeOr("from", "").equals(juliet.fullJid())) {
                    // that of another resource; the owner has its own when that comes back
                }
            }
            var oneMore = connect(1, "juliet", "one-more");
            resources.add(oneMore);
            oneMore.send("<presence/>");
            assertThat(oneMore.next().toXml()).contains("<resource-constraint ");
            oneMore.send("<presence type='subscribed' to='romeo@" + stage.domain() + "'/>");
            stage.settle();
            romeo.send("<presence/><presence type='subscribe' to='juliet@" + stage.domain() + "'/>");

            var shown = new HashMap<String, String>();
            while (!shown.equals(statuses)) {
                var presence = next(romeo, "presence");
                presence.child("status")
                        .ifPresent(status -> shown.put(presence.attributeOr("from", ""), status.text()));
            }
        } finally {
            resources.forEach(Client::close);
        }
    }

    /// What makes its presence as large as any may be.
    private static String largestStatus(String full) {
        var empty = Stanza.parse("<presence from='" + full + "'><status></status></presence>");
        return "p".repeat(PresenceRules.PRESENCE_BYTES_MAX - empty.size());
    }

    @Test
    void a_frame_between_nodes_has_room_for_the_largest_message() {
        var frame = ConfigFactory.parseResources("kith-akka.conf")
                .getBytes("akka.remote.artery.advanced.maximum-frame-size");

        assertThat(frame).isGreaterThanOrEqualTo(2L * WireCodec.MESSAGE_BYTES_MAX);
    }

    private Client connect(int node, String name) {
        return connect(node, name, "home");
    }

    private Client connect(int node, String name, String resource) {
        return Client.connect(stage.listener(node), stage.domain(), name, resource);
    }

    private String message(String to, int number) {
        return "<message type='chat' to='" + to + "@" + stage.domain() + "'><body>" + text(number)
                + "</body></message>";
    }

    private static String text(int number) {
        return String.valueOf((char) ('a' + number)).repeat(BYTES);
    }

    /// The next messages, each acknowledged (XEP-0198 §4), or the server would wait with the next.
    private static List<String> acknowledging(Client client, int count) {
        var arrived = new ArrayList<String>(count);
        while (arrived.size() < count) {
            arrived.add(nextMessage(client));
            client.send("<a xmlns='urn:xmpp:sm:3' h='" + arrived.size() + "'/>");
        }
        return arrived;
    }

    private static String nextMessage(Client client) {
        return next(client, "message").child("body").map(Element::text).orElse("");
    }

    private static Element next(Client client, String name) {
        for (var element = client.next(); ; element = client.next()) {
            if (element.name().equals(name)) {
                return element;
            }
            assertThat(List.of("failed", "error")).as(element.toXml()).doesNotContain(element.name());
        }
    }
}
