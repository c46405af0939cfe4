package io.kith.sharding.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class InquiriesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String HERE = "verona:2552";
    private static final String THERE = "mantua:2552";

    private final Parts parts = new Parts();
    private final Inquiries inquiries = new Inquiries(parts);

    @Test
    void questions_of_many_go_to_each_node_once() {
        for (int part = 0; part < Parts.COUNT; part++) {
            parts.learn(part, part % 2 == 0 ? HERE : THERE);
        }
        for (long viewer = 1_000; viewer < 1_010; viewer++) {
            inquiries.add(
                    new Question(viewer, Hashes.of(LongStream.range(0, 100).toArray())));
        }

        assertThat(take(NOON)).hasSize(2).allSatisfy(sent -> assertThat(sent).isInstanceOf(Inquiries.ToNode.class));
        assertThat(inquiries.hasPending()).isFalse();
    }

    @Test
    void a_part_that_nobody_knows_is_asked_by_way_of_sharding_and_then_known() {
        inquiries.add(new Question(9, Hashes.of(5)));

        assertThat(take(NOON))
                .containsExactly(new Inquiries.ToPart(
                        5, new Directory.Ask(HERE, 1, List.of(new Question(9, Hashes.of(5))))));
        assertThat(inquiries.answered(answer(1, List.of(), true))).isPresent();
        assertThat(parts.node(5)).contains(THERE);
    }

    @Test
    void an_answer_counts_when_its_last_part_is_there() {
        inquiries.add(new Question(9, Hashes.of(5)));
        take(NOON);

        assertThat(inquiries.answered(answer(1, List.of(), false))).isEmpty();
        assertThat(inquiries.answered(answer(1, List.of(), true)).orElseThrow().questions())
                .containsExactly(new Question(9, Hashes.of(5)));
        assertThat(inquiries.answered(answer(1, List.of(), true))).isEmpty();
    }

    @Test
    void what_is_not_at_that_node_is_asked_again_elsewhere() {
        parts.learn(5, THERE);
        parts.learn(6, THERE);
        inquiries.add(new Question(9, Hashes.of(5, 6)));
        take(NOON);

        var settled = inquiries.answered(answer(1, List.of(5), true)).orElseThrow();
        assertThat(settled.questions()).containsExactly(new Question(9, Hashes.of(6)));
        assertThat(take(NOON)).singleElement().isInstanceOf(Inquiries.ToPart.class);
    }

    @Test
    void what_is_never_answered_is_asked_again_without_the_node_that_was_silent() {
        parts.learn(5, THERE);
        inquiries.add(new Question(9, Hashes.of(5)));
        take(NOON);

        inquiries.overdue(NOON.plus(Inquiries.ANSWER_MAX).minusMillis(1));
        assertThat(inquiries.hasPending()).isFalse();
        inquiries.overdue(NOON.plus(Inquiries.ANSWER_MAX));
        assertThat(take(NOON)).singleElement().isInstanceOf(Inquiries.ToPart.class);
        assertThat(inquiries.underWay()).isEqualTo(1);
    }

    @Test
    void a_node_that_is_gone_is_not_waited_for() {
        parts.learn(5, THERE);
        inquiries.add(new Question(9, Hashes.of(5)));
        take(NOON);
        inquiries.gone(THERE);

        assertThat(inquiries.hasPending()).isTrue();
        assertThat(parts.node(5)).isEmpty();
    }

    @Test
    void a_message_carries_a_bounded_number_of_contacts() {
        for (int part = 0; part < Parts.COUNT; part++) {
            parts.learn(part, THERE);
        }
        inquiries.add(new Question(
                9, Hashes.of(LongStream.range(0, Inquiries.CONTACTS_MAX + 1).toArray())));

        assertThat(take(NOON)).hasSize(2);
    }

    private List<Inquiries.Sent> take(Instant now) {
        return inquiries.takePending(HERE, _ -> Map.of(), now);
    }

    private static PresenceHub.Answer answer(long number, List<Integer> absent, boolean last) {
        return new PresenceHub.Answer(THERE, number, List.of(), absent, last);
    }
}
