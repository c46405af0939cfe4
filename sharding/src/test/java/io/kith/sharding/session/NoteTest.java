package io.kith.sharding.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class NoteTest {

    @Test
    void says_what_it_was_told() {
        for (var note : List.of(
                new Note(false, 0, List.of()),
                new Note(true, 0, List.of()),
                new Note(false, 7, List.of()),
                new Note(false, 0, List.of(3L)),
                new Note(true, 1L << 60, List.of(5L, 1L << 61)))) {
            assertThat(Note.parse(note.text())).isEqualTo(note);
        }
    }

    @Test
    void is_nothing_for_a_session_that_has_nothing() {
        assertThat(new Note(false, 0, List.of()).text()).isEmpty();
        assertThat(new Note(true, 0, List.of()).text()).isEqualTo("copies");
    }

    @Test
    void passes_over_words_of_others() {
        assertThat(Note.parse("later copies after=never copied=nothing")).isEqualTo(new Note(true, 0, List.of()));
    }
}
