package io.kith.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.roomindex.InMemoryRoomIndex;
import io.kith.persistence.roomindex.RoomEntry;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.proto.jid.Jid;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WakingIndexTest {

    private static final String SERVICE = "conference.verona.example";
    private static final Jid BALL = Jid.parse("ball@" + SERVICE);
    private static final Jid TOMB = Jid.parse("tomb@" + SERVICE);

    private final List<Jid> woken = new ArrayList<>();
    private Instant now = Instant.EPOCH;
    private final RoomIndex index = new WakingIndex(new InMemoryRoomIndex(), woken::add, () -> now);

    @BeforeEach
    void two_rooms() {
        index.put(new RoomEntry(BALL, "The ball", "", "", true, true));
        index.put(new RoomEntry(TOMB, "The tomb", "", "", true, false));
    }

    private List<Jid> shown() {
        return index.page(SERVICE, "", RoomIndex.PAGE_MAX, true).toCompletableFuture().join().stream()
                .map(RoomEntry::room)
                .toList();
    }

    @Test
    void a_temporary_room_that_is_shown_is_woken_and_one_that_lasts_is_not() {
        assertThat(shown()).containsExactly(BALL, TOMB);

        assertThat(woken).containsExactly(BALL);
    }

    @Test
    void so_is_one_that_is_found() {
        index.search(SERVICE, "ball", 1);
        index.search(SERVICE, "tomb", 1);

        assertThat(woken).containsExactly(BALL);
    }

    @Test
    void it_is_woken_once_a_minute_however_often_it_is_shown() {
        shown();
        now = now.plus(WakingIndex.AGAIN_AFTER).minusMillis(1);
        shown();
        assertThat(woken).hasSize(1);

        now = now.plusMillis(1);
        shown();
        assertThat(woken).hasSize(2);
    }

    @Test
    void no_more_are_remembered_than_may_be() {
        var beyond = 2_000;
        for (int i = 0; i < WakingIndex.REMEMBERED_MAX + beyond; i++) {
            index.put(new RoomEntry(Jid.parse("w" + i + "@" + SERVICE), "", "", "", true, true));
        }
        everyPage();
        assertThat(woken).hasSize(WakingIndex.REMEMBERED_MAX + beyond + 1);
        woken.clear();
        everyPage();

        assertThat(woken).hasSizeGreaterThanOrEqualTo(beyond);
    }

    private void everyPage() {
        var after = "";
        List<RoomEntry> page;
        do {
            page = index.page(SERVICE, after, RoomIndex.PAGE_MAX, true)
                    .toCompletableFuture()
                    .join();
            after = page.isEmpty() ? "" : page.getLast().room().local();
        } while (!page.isEmpty());
    }
}
