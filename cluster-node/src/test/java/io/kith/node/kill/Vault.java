package io.kith.node.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.node.hostile.Wire;
import io.kith.node.process.NodeProcess;
import io.kith.persistence.cassandra.CassandraSettings;
import io.kith.persistence.cassandra.CassandraStores;
import io.kith.persistence.launcher.CassandraProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A lasting room of the nurse's that is larger than what crosses nodes in one message: all that it holds is there
/// again whatever was killed.
final class Vault {

    private static final String ROOM = "vault@conference.localhost";
    private static final String WORDS = "Such an injury would vex a saint";
    private static final int REQUESTS = 100;
    private static final int MEMBERS_EACH = 50;
    private static final Pattern STANZA_ID = Pattern.compile("<stanza-id [^>]*id=['\"]([^'\"]+)");
    private static final Pattern OCCUPANT_ID = Pattern.compile("<occupant-id [^>]*id=['\"]([^'\"]+)");

    private final InetSocketAddress c2s;
    private final Path data;
    private String stanzaId = "";
    private String occupantId = "";

    /// @param data of a node with a Cassandra beside it
    Vault(InetSocketAddress c2s, Path data) {
        this.c2s = c2s;
        this.data = data;
    }

    /// Makes the room, says something in it and gives 5,000 users of another server a place in it.
    void fill() throws IOException {
        try (var nurse = nurse()) {
            enter(nurse);
            ask(nurse, "set", "muc#owner", """
                    <x xmlns='jabber:x:data' type='submit'>
                      <field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>
                      <field var='muc#roomconfig_persistentroom'><value>1</value></field></x>""", "configured");
            nurse.until("configured");
            nurse.send("<message type='groupchat' id='m' to='" + ROOM + "'><body>" + WORDS + "</body></message>");
            var said = nurse.until(WORDS) + nurse.until("</message>");
            stanzaId = found(STANZA_ID, said);
            occupantId = found(OCCUPANT_ID, said);
            for (var request = 0; request < REQUESTS; request++) {
                ask(nurse, "set", "muc#admin", members(request), "members-" + request + "-");
            }
            nurse.until("members-" + (REQUESTS - 1) + "-");
        }
        awaitSnapshot();
    }

    private static String members(int request) {
        var items = new StringBuilder();
        for (var i = 0; i < MEMBERS_EACH; i++) {
            var number = request * MEMBERS_EACH + i;
            items.append("<item affiliation='member' jid='u%d@mantua.example'/>".formatted(number));
        }
        return items.toString();
    }

    /// All of it is there still.
    void check() throws IOException {
        try (var nurse = nurse()) {
            var entered = enter(nurse);
            assertThat(entered).contains(WORDS);
            assertThat(found(STANZA_ID, entered)).isEqualTo(stanzaId);
            assertThat(entered.substring(entered.indexOf(WORDS))).contains(occupantId);

            var page = "<item affiliation='member'/><set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set>";
            ask(nurse, "get", "muc#admin", page, "listed");
            assertThat(nurse.until("listed") + nurse.until("</iq>"))
                    .contains("<count>" + REQUESTS * MEMBERS_EACH + "</count>");
        }
        assertThat(NodeProcess.kith("room", "history", ROOM, "--data", data.toString()))
                .containsPattern("nurse@localhost\\s+created it for nurse@localhost")
                .contains("configured it", "persistentroom=1")
                .contains("made u0@mantua.example member", "made u4999@mantua.example member");
    }

    private Wire nurse() throws IOException {
        var wire = Wire.connect("127.0.0.1", c2s.getPort()).login("nurse", "pantry");
        wire.send("<presence/>").until("<presence");
        return wire;
    }

    private static String enter(Wire nurse) throws IOException {
        nurse.send("<presence to='" + ROOM + "/nurse'><x xmlns='http://jabber.org/protocol/muc'/></presence>");
        return nurse.until("<subject");
    }

    private static void ask(Wire nurse, String type, String about, String inside, String id) throws IOException {
        nurse.send("<iq type='" + type + "' id='" + id + "' to='" + ROOM + "'><query xmlns='http://jabber.org/protocol/"
                + about + "'>" + inside + "</query></iq>");
    }

    private static String found(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    /// It is taken behind the hundredth event, beside what clients notice.
    private void awaitSnapshot() {
        var address = CassandraProcess.address(data.resolve("cassandra")).orElseThrow();
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try (var session =
                CassandraStores.session(CassandraSettings.local(address, CassandraProcess.DATA_CENTRE, "kith"))) {
            while (session.execute(
                                    "SELECT sequence_nr FROM kith_journal.snapshots WHERE persistence_id = ? LIMIT 1",
                                    "room|" + ROOM)
                            .one()
                    == null) {
                assertThat(System.nanoTime()).as("no snapshot is stored").isLessThan(deadline);
            }
        }
    }
}
