package io.kith.node.kill;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.datastax.oss.driver.api.core.CqlSession;
import io.kith.persistence.cassandra.CassandraSettings;
import io.kith.persistence.cassandra.CassandraStores;
import io.kith.persistence.launcher.CassandraProcess;
import io.kith.proto.stanza.StanzaId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The logs of users as they stand in Cassandra when all is over, read row by row and not by the code that wrote them.
final class Logs implements AutoCloseable {

    private static final byte OUT = 1;

    private final CqlSession session;

    /// @param data of a node with a Cassandra beside it
    Logs(Path data) {
        var address = CassandraProcess.address(data.resolve("cassandra")).orElseThrow();
        this.session = CassandraStores.session(CassandraSettings.local(address, CassandraProcess.DATA_CENTRE, "kith"));
    }

    /// What is wrong with what one user sent another: each message that was acknowledged has one row in the log of
    /// either, both in the order of sending, and that of who got it is under the id that it was shown with.
    List<String> broken(String run, String from, String to, Ledger ledger) {
        var sent = ids(from, true, run + "-" + from + "-");
        var got = ids(to, false, run + "-" + from + "-");
        var broken = new ArrayList<String>();
        Stream.of(Map.entry("sender's", sent), Map.entry("recipient's", got)).forEach(side -> {
            ledger.promised().stream()
                    .filter(number -> !side.getValue().containsKey(number))
                    .forEach(number -> broken.add(number + " was acknowledged and is not in the " + side.getKey()));
            side.getValue().forEach((number, ids) -> {
                if (ids.size() > 1) {
                    broken.add(number + " is in the " + side.getKey() + " under " + ids);
                }
            });
            var inOrder = side.getValue().values().stream().map(List::getFirst).toList();
            if (!inOrder.equals(inOrder.stream().sorted().toList())) {
                broken.add("the " + side.getKey() + " is in another order than that of sending");
            }
        });
        got.forEach((number, ids) -> {
            var shown = ledger.idOf(number);
            if (!shown.isEmpty() && !shown.equals(StanzaId.text(ids.getFirst()))) {
                broken.add(number + " was shown as " + shown + " and is kept as " + StanzaId.text(ids.getFirst()));
            }
        });
        return broken;
    }

    /// The ids of the rows by the number of the message.
    private Map<Integer, List<Long>> ids(String user, boolean out, String prefix) {
        var account = session.execute("SELECT uid FROM kith.account WHERE domain = 'localhost' AND local = ?", user);
        var uid = account.all().getFirst().getUuid("uid");
        var rows = session.execute("SELECT id, flags, origin_id FROM kith.archive WHERE uid = ? ALLOW FILTERING", uid);
        return rows.all().stream()
                .filter(row -> ((row.getByte("flags") & OUT) == OUT) == out)
                .filter(row -> row.getString("origin_id") != null
                        && row.getString("origin_id").startsWith(prefix))
                .collect(groupingBy(
                        row -> Integer.parseInt(row.getString("origin_id").substring(prefix.length())),
                        TreeMap::new,
                        mapping(row -> row.getLong("id"), toList())));
    }

    @Override
    public void close() {
        session.close();
    }
}
