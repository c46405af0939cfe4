package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.roomindex.InMemoryRoomIndex;
import io.kith.persistence.roomindex.RoomEntry;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.proto.form.DataForm;
import io.kith.proto.form.FormField;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.Outcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoomSearchTest {

    private static final Jid ROMEO = Jid.parse("romeo@verona.example/orchard");
    private static final String SERVICE = "conference.verona.example";

    private final RoomIndex index = new InMemoryRoomIndex();
    private final FeatureChain chain = Answers.chain(new RoomSearch(index));

    @Test
    void a_room_that_is_hidden_is_not_found() {
        room("tomb", false);

        assertThat(found("tomb")).isEmpty();
    }

    @Test
    void a_room_is_found_by_the_beginning_of_a_word_of_its_name_or_description() {
        index.put(new RoomEntry(Jid.parse("garden@" + SERVICE), "The Orchard", "by moonlight", "en", true, false));
        room("tomb", true);

        for (var word : List.of("orch", "MOON", "gar")) {
            assertThat(found(word)).containsExactly("garden@" + SERVICE);
        }
        assertThat(payload(search("nothing")).children()).isEmpty();
    }

    @Test
    void a_search_for_one_letter_or_none_is_not_acceptable() {
        for (var word : List.of("", "g", " . ", "a-b")) {
            assertThat(chain.roomServiceIq(ROMEO, searching(word)))
                    .isInstanceOfSatisfying(
                            Outcome.Refuse.class,
                            refuse -> assertThat(refuse.error().condition())
                                    .isEqualTo(StanzaError.NOT_ACCEPTABLE.condition()));
        }
    }

    @Test
    void a_search_shows_a_hundred_rooms_at_most() {
        IntStream.range(0, RoomSearch.FOUND_MAX + 1).forEach(i -> room("hall" + i, true));

        assertThat(found("hall")).hasSize(RoomSearch.FOUND_MAX);
    }

    @Test
    void the_form_of_the_search_asks_for_a_word() {
        var form = DataForm.in(payload(chain.roomServiceIq(
                        ROMEO,
                        Stanza.parse("<iq type='get' id='f' to='" + SERVICE + "'><query xmlns='" + Namespaces.SEARCH
                                + "'/></iq>"))))
                .orElseThrow();

        assertThat(form.formType()).isEqualTo(Namespaces.SEARCH);
        assertThat(form.field("name").orElseThrow().required()).isTrue();
    }

    private List<String> found(String word) {
        return DataForm.in(payload(search(word))).stream()
                .flatMap(form -> form.items().stream())
                .map(row -> row.getFirst().value().orElseThrow())
                .toList();
    }

    private Outcome search(String word) {
        return chain.roomServiceIq(ROMEO, searching(word));
    }

    private static Stanza searching(String word) {
        var form = DataForm.of(DataForm.Type.SUBMIT, FormField.formType(Namespaces.SEARCH), FormField.of("name", word));
        return Stanza.parse("<iq type='set' id='s' to='" + SERVICE + "'>"
                + Element.of("query", Namespaces.SEARCH).with(form.toElement()) + "</iq>");
    }

    private void room(String local, boolean listed) {
        index.put(new RoomEntry(Jid.parse(local + "@" + SERVICE), local, "", "", listed, false));
    }

    private static Element payload(Outcome outcome) {
        return answer(outcome).firstChild().orElseThrow();
    }
}
