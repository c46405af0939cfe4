package io.kith.proto.jid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NicknameTest {

    @Test
    void spaces_around_go_and_one_stays_between_words() {
        assertThat(Nickname.prepare("  Juliet   of the balcony ")).isEqualTo("Juliet of the balcony");
    }

    @Test
    void case_is_kept() {
        assertThat(Nickname.prepare("JuliC")).isEqualTo("JuliC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\u0007b", "a\u200bb", "a\u180fb", "\u2800", "\u2800 \u2800", "\u3164"})
    void what_nobody_can_see_is_no_nickname(String written) {
        assertThatThrownBy(() -> Nickname.prepare(written)).isInstanceOf(MalformedJid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "juliet, JULIET",
        "juliet, ＪＵＬＩＥＴ",
        "romeo, rοmеo",
        "romeo, ROMЕО",
        "BOB, ВОВ",
        "old hag, oldhag",
        "nurse, ＮＵＲＳＥ",
        "peter, реtеr",
        "juliet, JuIiet",
        "juliet, Ju1iet",
        "juliet, Ju|iet",
        "juliet, J\u0335uliet",
        "juliet, \u13abuliet",
        "juliet, Jul\u026aet",
        "juliet, Juliet\u2800",
        "romeo, rorneo",
        "bot0, botO",
        "МАМА, мама",
        "MAMA, МАМА",
    })
    void names_that_look_alike_have_one_skeleton(String one, String other) {
        assertThat(Nickname.skeleton(Nickname.prepare(other))).isEqualTo(Nickname.skeleton(Nickname.prepare(one)));
    }

    @ParameterizedTest
    @CsvSource({"juliet, romeo", "nurse, nurses", "Ромео, Тибальт", "Jose, José", "guest1, guest2", "祐介, 祐二"})
    void others_do_not(String one, String other) {
        assertThat(Nickname.skeleton(Nickname.prepare(other))).isNotEqualTo(Nickname.skeleton(Nickname.prepare(one)));
    }
}
