package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.edge.EdgeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ForwardsTest implements Outside {

    private static final Jid JULIET = World.jid("juliet");
    private static final Jid ROMEO = World.jid("romeo");

    private final List<Long> crossed = new ArrayList<>();
    private final Deque<Runnable> turns = new ArrayDeque<>();
    private long epoch;

    private final PeerLinks peers =
            new PeerLinks(JULIET, this::tellOwner, new Epochs(() -> Instant.EPOCH, new Random(1)), (_, _, _) -> {});
    private final Forwards forwards = new Forwards(peers, this);

    @Test
    void what_comes_while_the_link_is_full_waits_in_order_and_nothing_overtakes_it() {
        var most = PeerLink.BOUNDS.messagesMax();
        for (var id = 1L; id <= most + 2; id++) {
            send(id);
        }
        peers.flush();
        assertThat(forwards.isWaitingFor(ROMEO)).isTrue();
        assertThat(crossed).hasSize(most);

        peers.onConfirmed(new UserSession.DeliverConfirmed(ROMEO, epoch, 1, 1));
        send(most + 3L); // there is room for one now, and it is not this one's turn
        turns.removeFirst().run();
        peers.flush();
        assertThat(crossed).endsWith(most + 1L);

        peers.onConfirmed(new UserSession.DeliverConfirmed(ROMEO, epoch, most + 1, most + 1));
        turns.removeFirst().run();
        peers.flush();
        assertThat(forwards.isWaitingFor(ROMEO)).isFalse();
        assertThat(turns).isEmpty();
        assertThat(crossed)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, most + 3).boxed().toList());
    }

    private void send(long id) {
        forwards.send(ROMEO, new Delivery(Stanza.parse("<message/>"), id, true), () -> {});
    }

    @Override
    public void tellOwner(Jid account, UserSession.Wire message) {
        if (message instanceof UserSession.Deliver deliver) {
            epoch = deliver.epoch();
            deliver.items().forEach(item -> crossed.add(item.senderId()));
        }
    }

    @Override
    public void later(Duration delay, Runnable turn) {
        turns.addLast(turn);
    }

    @Override
    public void tellEdge(EdgeAddress to, EdgeMessage message) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public <T> void await(CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> turn) {
        throw new UnsupportedOperationException();
    }
}
