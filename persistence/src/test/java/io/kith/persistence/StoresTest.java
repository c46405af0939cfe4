package io.kith.persistence;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.account.AccountState;
import io.kith.persistence.account.Accounts.Created;
import io.kith.persistence.archive.Buckets;
import io.kith.persistence.archive.Direction;
import io.kith.persistence.archive.Row;
import io.kith.proto.jid.Jid;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class StoresTest {

    private static final Jid JULIET = new Jid("juliet", "capulet.example", "");

    private final Stores stores = Stores.inMemory(new Random(1), new TestClock(Instant.parse("2026-11-21T12:00:00Z")));

    @Test
    void a_deleted_account_leaves_nothing_behind() {
        assertThat(get(stores.accounts().create(JULIET, List.of()))).isInstanceOf(Created.Ok.class);
        var uid = get(stores.accounts().find(JULIET)).orElseThrow().uid();
        var place = Buckets.NONE.open(7);
        get(stores.states().saveBucket(uid, place.next().newest()));
        get(stores.archive()
                .append(uid, 7, new Row(7, Direction.IN, JULIET, "", true, false, 0, "", 0, "", new byte[0])));
        get(stores.vcards().put(uid, new byte[] {1}));
        get(stores.privateXml().put(uid, "notes", "n", new byte[] {1}));

        assertThat(get(stores.delete(JULIET))).isTrue();

        assertThat(get(stores.archive().head(uid, place.next()))).isZero();
        assertThat(get(stores.states().load(uid))).isEqualTo(AccountState.NONE);
        assertThat(get(stores.vcards().find(uid))).isEmpty();
        assertThat(get(stores.privateXml().find(uid, "notes", "n"))).isEmpty();
        assertThat(get(stores.delete(JULIET))).as("repeatable").isTrue();
        assertThat(get(stores.delete(new Jid("romeo", "capulet.example", "")))).isFalse();
    }
}
