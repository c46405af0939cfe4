package io.kith.sharding.parcel;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.edge.EdgeAddress;
import io.kith.sharding.serialization.Manifests;
import io.kith.sharding.session.UserSession;
import io.kith.sharding.wire.Chunk;
import io.kith.sharding.wire.Chunks;
import java.io.NotSerializableException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ArrivalsTest {

    private static final UserSession.Inbound LARGE = new UserSession.Inbound(
            new EdgeAddress("west:1", 1, 1),
            1,
            1,
            List.of(Stanza.parse("<message><body>" + "x".repeat(200_000) + "</body></message>")));

    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private final Arrivals arrivals = new Arrivals(Manifests.codec(), () -> now);

    @Test
    void parts_of_two_senders_with_one_number_are_not_mixed() throws NotSerializableException {
        var ours = Chunks.cut(Manifests.codec(), 1, 1, LARGE);
        var theirs = Chunks.cut(Manifests.codec(), 2, 1, LARGE);
        assertThat(ours).hasSize(3);

        assertThat(arrivals.add(ours.get(0))).isEmpty();
        assertThat(arrivals.add(ours.get(1))).isEmpty();
        assertThat(arrivals.add(theirs.get(2))).isEmpty();
        assertThat(arrivals.senders()).isEqualTo(2);
        assertThat(arrivals.add(ours.get(2))).contains(LARGE);
        assertThat(arrivals.senders()).isEqualTo(1);
    }

    @Test
    void a_sender_is_forgotten_with_its_last_incomplete_message() throws NotSerializableException {
        arrivals.add(new Chunk(1, 1, 0, 2, 42, ByteString.copyFromUtf8("a")));
        arrivals.expire();
        assertThat(arrivals.senders()).isEqualTo(1);

        now = now.plus(Chunks.PATIENCE);
        arrivals.expire();

        assertThat(arrivals.senders()).isZero();
    }
}
