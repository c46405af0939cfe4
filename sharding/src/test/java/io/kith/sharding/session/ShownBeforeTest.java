package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.sharding.edge.EdgeAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShownBeforeTest {

    private static final EdgeAddress WEST = new EdgeAddress("west", 1, 1);
    private static final EdgeAddress EAST = new EdgeAddress("east", 1, 2);
    private static final Jid JULIET = Jid.parse("juliet@capulet.example/balcony");
    private static final Jid ROMEO = Jid.parse("romeo@montague.example/orchard");
    private static final Jid NURSE = Jid.parse("nurse@capulet.example/home");

    private final ShownBefore shown = new ShownBefore();

    private static UserSession.Saw saw(EdgeAddress at, Jid whom, int earlier, int later) {
        return new UserSession.Saw(at, JULIET, List.of(whom), earlier, later);
    }

    @Test
    void a_hub_has_told_all_when_every_part_has_come_whatever_was_lost_and_repeated() {
        shown.asks(WEST);
        assertThat(shown.tells(saw(WEST, NURSE, 1, 0))).isFalse();
        assertThat(shown.tells(saw(WEST, NURSE, 1, 0))).isFalse();
        assertThat(shown.isOpen()).isTrue();
        assertThat(shown.tells(saw(WEST, ROMEO, 0, 1))).isTrue();
        assertThat(shown.isOpen()).isFalse();
        assertThat(shown.take()).containsExactlyInAnyOrder(ROMEO, NURSE);
        assertThat(shown.take()).isEmpty();
    }

    @Test
    void a_connection_that_was_lost_meanwhile_is_asked_about_too() {
        shown.asks(WEST);
        shown.asks(EAST);
        assertThat(shown.asksAgain()).containsExactly(WEST, EAST);
        shown.tells(saw(WEST, ROMEO, 0, 0));
        assertThat(shown.asksAgain()).containsExactly(EAST);
    }

    @Test
    void who_was_not_asked_tells_nothing() {
        assertThat(shown.tells(saw(WEST, ROMEO, 0, 0))).isFalse();
        assertThat(shown.resources()).isEmpty();
    }

    @Test
    void a_hub_is_asked_so_often_and_then_given_up() {
        shown.asks(WEST);
        for (var again = 1; again < ShownBefore.ASKS_MAX; again++) {
            assertThat(shown.asksAgain()).containsExactly(WEST);
            assertThat(shown.isIncomplete()).isFalse();
        }
        assertThat(shown.asksAgain()).isEmpty();
        assertThat(shown.isIncomplete()).isTrue();
    }

    @Test
    void as_many_resources_are_remembered_as_the_bound_allows() {
        shown.remember(IntStream.rangeClosed(0, ShownBefore.RESOURCES_MAX)
                .mapToObj(number -> ROMEO.bare().withResource("r" + number))
                .toList());
        assertThat(shown.resources()).hasSize(ShownBefore.RESOURCES_MAX);
    }
}
