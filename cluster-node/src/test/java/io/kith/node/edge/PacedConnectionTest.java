package io.kith.node.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.edge.EdgeMessage;
import io.kith.sharding.rate.Rate;
import io.kith.sharding.session.UserSession;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A connection whose client is faster than it may be.
final class PacedConnectionTest {

    private static final String MESSAGE = "<message to='romeo@capulet.example'><body>hi</body></message>";

    private final TestEdge at = new TestEdge();

    private void limit(Rate stanzas, Rate bytes) {
        at.rates.use(new Rates.Limits(stanzas, bytes, Rate.UNLIMITED, Rate.UNLIMITED));
    }

    private static Rate perSecond(int count) {
        return new Rate(count, Duration.ofSeconds(1));
    }

    private long taken(Client client) {
        return client.heard(UserSession.Inbound.class).stream()
                .mapToLong(inbound -> inbound.stanzas().size())
                .sum();
    }

    private void confirm(Client client) {
        client.tell(new EdgeMessage.Handled(Client.EPOCH, taken(client), taken(client)));
    }

    @Test
    void one_stanza_beyond_the_bound_stops_the_reading_until_it_is_paid_off() {
        var client = Client.bound(at);
        limit(perSecond(5), Rate.UNLIMITED);
        client.send(MESSAGE.repeat(5));
        confirm(client);
        assertThat(client.connection.reads()).isTrue();

        client.send(MESSAGE);
        confirm(client);
        assertThat(client.connection.reads()).isFalse();
        assertThat(client.connection.deadline()).isEqualTo(at.clock.instant().plusMillis(200));

        client.after(Duration.ofMillis(199));
        assertThat(client.connection.reads()).isFalse();
        client.after(Duration.ofMillis(1));
        assertThat(client.connection.reads()).isTrue();
        assertThat(taken(client)).isEqualTo(6);
    }

    @Test
    void what_one_read_brought_beyond_the_bound_is_held_and_comes_piece_by_piece_and_whole() {
        var client = Client.bound(at);
        limit(perSecond(5), Rate.UNLIMITED);
        var perPiece = Connection.PIECE_BYTES / MESSAGE.length();
        var all = 4 * perPiece;
        client.send(MESSAGE.repeat(all));
        confirm(client);
        assertThat(taken(client)).isEqualTo(perPiece);

        for (var seconds = 0; taken(client) < all; seconds++) {
            assertThat(seconds).as("it goes on").isLessThan(all / 5 + 4);
            client.after(Duration.ofSeconds(1));
            confirm(client);
        }
        assertThat(client.connection.isOver()).isFalse();
    }

    @Test
    void what_a_client_has_sent_counts_until_it_is_handled_or_the_client_is_gone() {
        var client = Client.bound(at);
        client.send(MESSAGE.repeat(3));
        assertThat(at.rates.unhandledBytes()).isGreaterThan(3L * MESSAGE.length() / 2);
        confirm(client);
        assertThat(at.rates.unhandledBytes()).isZero();

        client.send(MESSAGE);
        assertThat(at.rates.unhandledBytes()).isPositive();
        client.connection.lost();
        assertThat(at.rates.unhandledBytes()).isZero();
        client.tell(new EdgeMessage.Handled(Client.EPOCH, 4, 4));
        assertThat(at.rates.unhandledBytes()).isZero();
    }

    @Test
    void an_idle_connection_wants_no_timer() {
        var client = Client.bound(at);
        limit(perSecond(5), perSecond(1_000));
        client.send(MESSAGE);
        confirm(client);
        assertThat(client.connection.deadline()).isEqualTo(at.clock.instant().plus(at.settings.silentFor()));
    }

    @Test
    void bytes_count_before_the_login_too() {
        limit(Rate.UNLIMITED, perSecond(Client.HEADER.length()));
        var client = new Client(at).send(Client.HEADER);
        client.read();
        assertThat(client.connection.reads()).isTrue();
        client.send(" ");
        assertThat(client.connection.reads()).isFalse();
        client.after(Duration.ofSeconds(1));
        assertThat(client.connection.reads()).isTrue();
    }

    @Test
    void the_end_of_the_stream_behind_what_is_held_is_seen_when_its_turn_comes() {
        var client = Client.bound(at);
        limit(perSecond(5), Rate.UNLIMITED);
        var perPiece = Connection.PIECE_BYTES / MESSAGE.length();
        client.send(MESSAGE.repeat(perPiece + 1) + "</stream:stream>");
        confirm(client);
        assertThat(client.read()).doesNotContain("</stream:stream>");
        client.after(Duration.ofSeconds(perPiece));
        assertThat(taken(client)).isEqualTo(perPiece + 1);
        confirm(client);
        assertThat(client.read()).contains("</stream:stream>");
    }
}
