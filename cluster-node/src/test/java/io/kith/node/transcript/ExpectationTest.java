package io.kith.node.transcript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.xml.Element;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ExpectationTest {

    private final Map<String, String> kept = new HashMap<>();

    @Test
    void what_is_the_same_but_for_order_and_prefixes_fits() {
        assertThat(difference(
                        "<a xmlns='x' b='1' c='2'><d/><e/></a>", "<p:a xmlns:p='x' c='2' b='1'><p:e/><p:d/></p:a>"))
                .isEmpty();
    }

    @Test
    void an_attribute_too_many_a_missing_child_another_text_and_another_namespace_do_not_fit() {
        assertThat(difference("<a/>", "<a b='1'/>")).isPresent();
        assertThat(difference("<a><b/></a>", "<a/>")).isPresent();
        assertThat(difference("<a/>", "<a><b/></a>")).isPresent();
        assertThat(difference("<a>x</a>", "<a>y</a>")).isPresent();
        assertThat(difference("<a xmlns='x'/>", "<a xmlns='y'/>")).isPresent();
    }

    @Test
    void a_hole_stands_for_anything_and_a_named_one_keeps_it_only_when_all_fits() {
        assertThat(difference("<a id='{id:=}'><b>{any}</b></a>", "<a id='7'><b>text</b></a>"))
                .isEmpty();
        assertThat(kept).containsEntry("id", "7");
        assertThat(difference("<a id='{id:=}'><b/></a>", "<a id='8'><c/></a>")).isPresent();
        assertThat(kept).containsEntry("id", "7");
    }

    @Test
    void a_line_that_is_no_step_is_named_by_its_number() {
        assertThatThrownBy(() -> Transcript.parse("t", "# title\naccounts juliet\njuliet sings"))
                .hasMessageContaining("t:3")
                .hasMessageContaining("juliet sings");
    }

    @Test
    void a_stanza_may_go_on_over_indented_lines_and_directives_may_share_one() {
        var transcript = Transcript.parse("t", "# XEP-0012\naccounts a b    friends a b\na > <x>\n  <y/></x>\nquiet\n");
        assertThat(transcript.title()).isEqualTo("XEP-0012");
        assertThat(transcript.steps()).hasSize(4);
        assertThat(transcript.steps().get(2)).isEqualTo(new Step.Sends(3, "a", "<x><y/></x>"));
    }

    private Optional<String> difference(String expected, String actual) {
        return new Expectation(kept).difference(Element.parse(expected), Element.parse(actual));
    }
}
