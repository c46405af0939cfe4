package io.kith.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OneLineTest {

    @Test
    void what_users_write_makes_no_lines_and_no_columns_of_its_own() {
        assertThat(OneLine.of("garden@conference.localhost", "listed", "Good\nfake@conference.localhost\tlisted\tEvil"))
                .isEqualTo("garden@conference.localhost\tlisted\tGood fake@conference.localhost listed Evil");
    }

    @Test
    void nor_does_it_speak_to_a_terminal() {
        assertThat(OneLine.of("a\u009b2Jb\u001b[2Jc\u202Ed\u2028e")).isEqualTo("a 2Jb [2Jc d e");
    }

    @Test
    void nor_does_it_turn_what_stands_behind_it_around() {
        for (var turning : "\u061C\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069".split("")) {
            assertThat(OneLine.of("garden" + turning, "listed")).isEqualTo("garden \tlisted");
        }
    }

    @Test
    void words_of_any_script_stay_as_they_are() {
        assertThat(OneLine.of("שלום Ромео 👩‍🚀")).isEqualTo("שלום Ромео 👩‍🚀");
    }
}
