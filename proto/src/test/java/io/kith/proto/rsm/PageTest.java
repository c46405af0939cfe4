package io.kith.proto.rsm;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.xml.Element;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PageTest {

    private static final List<String> ALL = List.of("a", "b", "c", "d", "e");

    private static PageRequest asked(String inside) {
        return request(inside).orElseThrow();
    }

    private static Optional<PageRequest> request(String inside) {
        return PageRequest.in(Element.parse(
                "<query xmlns='urn:example'><set xmlns='http://jabber.org/protocol/rsm'>" + inside + "</set></query>"));
    }

    private static Page<String> page(String inside) {
        return Page.of(ALL, key -> key, asked(inside), 100).orElseThrow();
    }

    @Test
    void without_a_set_it_is_everything_up_to_the_cap() {
        var whole =
                PageRequest.in(Element.parse("<query xmlns='urn:example'/>")).orElseThrow();

        assertThat(Page.of(ALL, key -> key, whole, 5).orElseThrow().items()).isEqualTo(ALL);
        assertThat(Page.of(ALL, key -> key, whole, 5).orElseThrow().isWhole()).isTrue();
        assertThat(Page.of(ALL, key -> key, whole, 4).orElseThrow().items()).containsExactly("a", "b", "c", "d");
        assertThat(Page.of(ALL, key -> key, whole, 4).orElseThrow().isWhole()).isFalse();
    }

    @Test
    void pages_go_forwards_and_backwards() {
        assertThat(page("<max>2</max>").items()).containsExactly("a", "b");
        assertThat(page("<max>2</max><after>b</after>").items()).containsExactly("c", "d");
        assertThat(page("<max>2</max><after>e</after>").items()).isEmpty();
        assertThat(page("<max>2</max><before/>").items()).containsExactly("d", "e");
        assertThat(page("<max>2</max><before>d</before>").items()).containsExactly("b", "c");
        assertThat(page("<max>2</max><index>3</index>").items()).containsExactly("d", "e");
        assertThat(page("<max>2</max><index>9</index>").items()).isEmpty();
    }

    @Test
    void none_may_be_asked_for_to_learn_the_count() {
        assertThat(page("<max>0</max>").toElement())
                .isEqualTo(Element.parse("<set xmlns='http://jabber.org/protocol/rsm'><count>5</count></set>"));
    }

    @Test
    void a_page_tells_where_it_is() {
        assertThat(page("<max>2</max><after>a</after>").toElement())
                .isEqualTo(Element.parse("<set xmlns='http://jabber.org/protocol/rsm'>"
                        + "<first index='1'>b</first><last>c</last><count>5</count></set>"));
    }

    @Test
    void a_key_that_is_not_there_is_told_from_an_empty_page() {
        assertThat(Page.of(ALL, key -> key, asked("<after>x</after>"), 10)).isEmpty();
        assertThat(Page.of(ALL, key -> key, asked("<before>x</before>"), 10)).isEmpty();
    }

    @Test
    void what_is_no_number_is_refused() {
        assertThat(request("<max>many</max>")).isEmpty();
        assertThat(request("<max>-1</max>")).isEmpty();
        assertThat(request("<index>-7</index>")).isEmpty();
    }
}
