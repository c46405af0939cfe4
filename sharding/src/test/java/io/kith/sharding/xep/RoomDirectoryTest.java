package io.kith.sharding.xep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.roomindex.InMemoryRoomIndex;
import io.kith.persistence.roomindex.RoomEntry;
import io.kith.persistence.roomindex.RoomIndex;
import io.kith.proto.jid.Jid;
import io.kith.proto.ns.Namespaces;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.FeatureFailures;
import io.kith.sharding.feature.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RoomDirectoryTest {

    private static final Jid ROMEO = Jid.parse("romeo@verona.example/orchard");
    private static final String SERVICE = "conference.verona.example";

    private final RoomIndex index = new InMemoryRoomIndex();
    private final FeatureChain chain = FeatureChain.of(
            List.of(
                    new Disco("Kith"),
                    new RoomDirectory(
                            index,
                            domain -> domain.equals("verona.example") ? Optional.of(SERVICE) : Optional.empty(),
                            List.of(Namespaces.MUC))),
            new FeatureFailures());

    @Test
    void a_domain_lists_its_rooms_and_one_without_rooms_nothing() {
        assertThat(items(chain.domainIq(ROMEO, query("verona.example", Namespaces.DISCO_ITEMS, ""))))
                .containsExactly(SERVICE);
        assertThat(items(chain.domainIq(ROMEO, query("mantua.example", Namespaces.DISCO_ITEMS, ""))))
                .isEmpty();
    }

    @Test
    void a_service_says_what_rooms_and_it_can_do() {
        var info = answer(asked(Namespaces.DISCO_INFO, ""));
        assertThat(info.toString()).contains("category='conference'", "type='text'", Namespaces.MUC, Namespaces.RSM);
        assertThat(refusal(chain.roomServiceIq(
                        ROMEO,
                        Stanza.parse("<iq type='get' id='i' to='" + SERVICE + "'><query xmlns='" + Namespaces.DISCO_INFO
                                + "' node='x'/></iq>"))))
                .isEqualTo(StanzaError.ITEM_NOT_FOUND);
    }

    @Test
    void a_room_that_is_hidden_is_listed_to_nobody() {
        room("garden", true);
        room("tomb", false);

        assertThat(items(asked(Namespaces.DISCO_ITEMS, ""))).containsExactly("garden@" + SERVICE);
    }

    @Test
    void pages_follow_each_other_to_the_end() {
        var names = IntStream.range(0, 7).mapToObj(i -> "hall" + i).toList();
        names.forEach(name -> room(name, true));
        var seen = new ArrayList<String>();
        var after = "";
        do {
            var answer = answer(asked(Namespaces.DISCO_ITEMS, page(3, after)));
            var page = items(answer);
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            seen.addAll(page);
            after = answer.child("set", Namespaces.RSM)
                    .flatMap(set -> set.child("last"))
                    .map(Element::text)
                    .orElse("");
        } while (!after.isEmpty());

        assertThat(seen)
                .containsExactlyElementsOf(
                        names.stream().map(name -> name + "@" + SERVICE).toList());
    }

    @Test
    void who_asks_for_no_page_gets_as_much_as_a_page_holds_and_learns_that_there_is_more() {
        IntStream.range(0, RoomIndex.PAGE_MAX + 1).forEach(i -> room("hall" + (1000 + i), true));

        var first = answer(asked(Namespaces.DISCO_ITEMS, ""));
        assertThat(items(first)).hasSize(RoomIndex.PAGE_MAX);
        assertThat(first.child("set", Namespaces.RSM)).isPresent();
        assertThat(items(asked(Namespaces.DISCO_ITEMS, page(1_000, "hall" + (1000 + RoomIndex.PAGE_MAX - 1)))))
                .containsExactly("hall" + (1000 + RoomIndex.PAGE_MAX) + "@" + SERVICE);
    }

    @Test
    void pages_that_need_the_whole_list_are_refused() {
        for (var set : List.of("<before/>", "<index>3</index>", "<max>0</max>")) {
            assertThat(refusal(asked(Namespaces.DISCO_ITEMS, "<set xmlns='" + Namespaces.RSM + "'>" + set + "</set>")))
                    .isEqualTo(StanzaError.FEATURE_NOT_IMPLEMENTED);
        }
        assertThat(refusal(asked(Namespaces.DISCO_ITEMS, "<set xmlns='" + Namespaces.RSM + "'><max>many</max></set>")))
                .isEqualTo(StanzaError.BAD_REQUEST);
    }

    private void room(String local, boolean listed) {
        index.put(new RoomEntry(Jid.parse(local + "@" + SERVICE), local, "", "", listed, false));
    }

    private static String page(int max, String after) {
        return "<set xmlns='" + Namespaces.RSM + "'><max>" + max + "</max><after>" + after + "</after></set>";
    }

    private Outcome asked(String namespace, String content) {
        return chain.roomServiceIq(ROMEO, query(SERVICE, namespace, content));
    }

    private static Stanza query(String to, String namespace, String content) {
        return Stanza.parse(
                "<iq type='get' id='i' to='" + to + "'><query xmlns='" + namespace + "'>" + content + "</query></iq>");
    }

    private static List<String> items(Outcome outcome) {
        return items(answer(outcome));
    }

    private static List<String> items(Element query) {
        return query.children().stream()
                .filter(child -> child.name().equals("item"))
                .map(item -> item.attributeOr("jid", ""))
                .toList();
    }

    private static Element answer(Outcome outcome) {
        var answer = switch (outcome) {
            case Outcome.Reply(var now) -> now;
            case Outcome.ReplyLater(var later) -> later.toCompletableFuture().join();
            default -> throw new AssertionError("not answered but " + outcome);
        };
        assertThat(answer.type()).isEqualTo("result");
        return answer.firstChild().orElseThrow();
    }

    private static StanzaError refusal(Outcome outcome) {
        if (outcome instanceof Outcome.Refuse(var error)) {
            return error;
        }
        throw new AssertionError("not refused but " + outcome);
    }
}
