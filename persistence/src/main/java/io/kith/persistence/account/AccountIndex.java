package io.kith.persistence.account;

import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.kith.persistence.cql.Cql;
import io.kith.persistence.cql.InOrder;
import io.kith.persistence.cql.TextOrder;
import io.kith.persistence.cql.Work;
import io.kith.proto.jid.Jid;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/// Table `account_index`: the names of each domain, in parts by hash, each sorted. Has every account, and names
/// besides.
final class AccountIndex {

    /// Never changes: names are stored by it.
    private static final int PARTS = 64;

    private final Cql cql;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement select;

    AccountIndex(Cql cql) {
        this.cql = cql;
        this.insert = cql.prepare("INSERT INTO %s.account_index (domain, part, local) VALUES (?, ?, ?)");
        this.delete = cql.prepare("DELETE FROM %s.account_index WHERE domain = ? AND part = ? AND local = ?");
        this.select =
                cql.prepare("SELECT local FROM %s.account_index WHERE domain = ? AND part = ? AND local > ? LIMIT ?");
    }

    CompletionStage<Void> add(Jid bare) {
        return cql.run(Work.ADMIN, insert.bind(bare.domain(), part(bare.local()), bare.local()));
    }

    CompletionStage<Void> remove(Jid bare) {
        return cql.run(Work.ADMIN, delete.bind(bare.domain(), part(bare.local()), bare.local()));
    }

    /// The names after this one in the order of their bytes, at most `limit`: as many of each part, merged.
    CompletionStage<List<String>> page(String domain, String afterLocal, int limit) {
        var parts = IntStream.range(0, PARTS).boxed().toList();
        return InOrder.map(parts, part -> names(domain, part.byteValue(), afterLocal, limit))
                .thenApply(names -> names.stream()
                        .flatMap(Collection::stream)
                        .sorted(TextOrder.BYTES)
                        .limit(limit)
                        .toList());
    }

    private CompletionStage<List<String>> names(String domain, byte part, String afterLocal, int limit) {
        return cql.all(Work.ADMIN, select.bind(domain, part, afterLocal, limit), limit)
                .thenApply(rows -> rows.stream()
                        .map(row -> Objects.requireNonNull(row.getString("local")))
                        .toList());
    }

    private static byte part(String local) {
        var hash = new CRC32C();
        hash.update(local.getBytes(StandardCharsets.UTF_8));
        return (byte) (hash.getValue() % PARTS);
    }
}
