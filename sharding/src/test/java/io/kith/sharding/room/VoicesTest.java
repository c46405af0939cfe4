package io.kith.sharding.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class VoicesTest {

    private static final Jid ROMEO = Jid.parse("romeo@verona.example");
    private static final Jid NURSE = Jid.parse("nurse@verona.example");
    private static final Jid PARIS = Jid.parse("paris@mantua.example");
    private static final Voices SOME =
            Voices.NONE.with(ROMEO, Role.VISITOR).with(NURSE, Role.PARTICIPANT).with(PARIS, Role.VISITOR);

    private static Voices many(int count, int length) {
        var voices = Voices.NONE;
        for (var i = 0; i < count; i++) {
            var digits = "%04d".formatted(i);
            voices = voices.with(new Jid(digits + "u".repeat(length - 5), "v", ""), Role.VISITOR);
        }
        return voices;
    }

    @Test
    void the_last_word_holds_and_a_moderator_needs_none() {
        assertThat(SOME.with(ROMEO, Role.PARTICIPANT).isGiven(ROMEO)).isTrue();
        assertThat(SOME.with(ROMEO, Role.MODERATOR).byUser()).containsOnlyKeys(NURSE, PARIS);
    }

    @Test
    void a_kick_takes_what_was_given() {
        assertThat(SOME.kicked(NURSE).byUser()).containsOnlyKeys(ROMEO, PARIS);
        assertThat(SOME.kicked(ROMEO)).isEqualTo(SOME);
    }

    @Test
    void a_place_in_the_room_gives_a_voice_back_and_no_place_none() {
        assertThat(SOME.affiliated(ROMEO, Affiliation.MEMBER).isTaken(ROMEO)).isFalse();
        assertThat(SOME.affiliated(ROMEO, Affiliation.NONE).isTaken(ROMEO)).isTrue();
        assertThat(SOME.affiliated(NURSE, Affiliation.NONE).isGiven(NURSE)).isFalse();
        assertThat(SOME.affiliated(ROMEO.domainJid(), Affiliation.MEMBER).byUser())
                .containsOnly(Map.entry(PARIS, Role.VISITOR));
    }

    @Test
    void the_eldest_of_too_many_are_forgotten() {
        var first = new Jid("0000" + "u".repeat(15), "v", "");
        var all = many(Voices.KEPT_MAX, 20);
        assertThat(all.isTaken(first)).isTrue();
        assertThat(all.with(ROMEO, Role.VISITOR).byUser())
                .hasSize(Voices.KEPT_MAX)
                .doesNotContainKey(first)
                .containsKey(ROMEO);
        assertThat(all.with(first, Role.VISITOR).with(ROMEO, Role.VISITOR).isTaken(first))
                .as("whose voice was taken anew is no elder")
                .isTrue();
    }

    @Test
    void the_eldest_of_long_addresses_are_forgotten() {
        var length = 1_000;
        var all = many(Voices.CHARACTERS_MAX / length, length);
        assertThat(all.byUser()).hasSize(Voices.CHARACTERS_MAX / length);
        assertThat(all.with(new Jid("a", "b", ""), Role.VISITOR).byUser()).hasSize(Voices.CHARACTERS_MAX / length);
    }
}
