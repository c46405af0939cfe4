package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static io.kith.sharding.xep.Answers.refused;
import static io.kith.sharding.xep.Answers.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.privatexml.InMemoryPrivateXml;
import io.kith.persistence.privatexml.PrivateXml;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.TestAccount;
import org.junit.jupiter.api.Test;

final class PrivateStorageTest {

    private final FeatureChain chain = Answers.chain(new PrivateStorage(new InMemoryPrivateXml()));
    private final TestAccount juliet =
            new TestAccount("juliet@capulet.example").bound("balcony").sending("balcony");

    @Test
    void what_was_stored_is_given_back_as_it_was() {
        var stored = "<prefs xmlns='exodus:prefs'><nick lang='it'>Giulietta &amp; co</nick></prefs>";
        assertThat(answer(ask("set", stored)).type()).isEqualTo("result");

        var asked = request("get", "<prefs xmlns='exodus:prefs'/>");

        assertThat(answer(chain.accountIq(juliet, asked)).element())
                .isEqualTo(request("result", stored).element());
    }

    @Test
    void what_was_never_stored_is_empty() {
        var asked = request("get", "<prefs xmlns='exodus:prefs'/>");

        assertThat(answer(chain.accountIq(juliet, asked)).element())
                .isEqualTo(asked.withType("result").element());
    }

    @Test
    void several_elements_are_stored_at_once_and_asked_for_one_by_one() {
        ask("set", "<a xmlns='urn:a'>1</a><b xmlns='urn:b'>2</b>");

        assertThat(text(answer(ask("get", "<a xmlns='urn:a'/>")))).isEqualTo("1");
        assertThat(text(answer(ask("get", "<b xmlns='urn:b'/>")))).isEqualTo("2");
        assertThat(ask("get", "<a xmlns='urn:a'/><b xmlns='urn:b'/>")).isEqualTo(refused(StanzaError.BAD_REQUEST));
    }

    @Test
    void storing_nothing_or_without_a_namespace_of_its_own_is_not_acceptable() {
        assertThat(ask("set", "")).isEqualTo(refused(StanzaError.NOT_ACCEPTABLE));
        assertThat(ask("set", "<prefs>x</prefs>")).isEqualTo(refused(StanzaError.NOT_ACCEPTABLE));
        assertThat(ask("set", "<prefs xmlns=''>x</prefs>")).isEqualTo(refused(StanzaError.NOT_ACCEPTABLE));
    }

    @Test
    void asking_for_nothing_is_a_bad_request() {
        assertThat(ask("get", "")).isEqualTo(refused(StanzaError.BAD_REQUEST));
    }

    @Test
    void an_element_may_be_as_large_as_its_bound_and_no_larger() {
        var empty = "<a xmlns='urn:a'></a>".length();
        var largest = "x".repeat(PrivateStorage.ELEMENT_BYTES_MAX - empty);

        assertThat(answer(ask("set", "<a xmlns='urn:a'>" + largest + "</a>")).type())
                .isEqualTo("result");
        assertThat(ask("set", "<a xmlns='urn:a'>" + largest + "x</a>"))
                .isEqualTo(refused(StanzaError.POLICY_VIOLATION));
    }

    @Test
    void one_request_stores_up_to_its_bound_of_elements() {
        assertThat(answer(ask("set", elements(PrivateStorage.ELEMENTS_AT_ONCE_MAX)))
                        .type())
                .isEqualTo("result");
        assertThat(ask("set", elements(PrivateStorage.ELEMENTS_AT_ONCE_MAX + 1)))
                .isEqualTo(refused(StanzaError.POLICY_VIOLATION));
    }

    @Test
    void an_account_that_is_full_takes_no_other_element_and_replaces_those_it_has() {
        for (var i = 0; i < PrivateXml.ELEMENTS_MAX; i++) {
            assertThat(answer(ask("set", "<a xmlns='urn:" + i + "'/>")).type()).isEqualTo("result");
        }
        var refusal = answer(ask("set", "<a xmlns='urn:more'/>"));

        assertThat(refusal.element())
                .isEqualTo(
                        request("set", "").error(StanzaError.POLICY_VIOLATION).element());
        assertThat(answer(ask("set", "<a xmlns='urn:0'>new</a>")).type()).isEqualTo("result");
    }

    @Test
    void anothers_storage_is_forbidden_and_it_does_not_matter_whether_there_is_another() {
        var abroad = stanza("<iq type='get' id='p' to='romeo@montague.example'>"
                + "<query xmlns='jabber:iq:private'><a xmlns='urn:a'/></query></iq>");

        assertThat(chain.outgoing(juliet, abroad).stop()).isEqualTo(refused(StanzaError.FORBIDDEN));
        assertThat(chain.outgoing(juliet, abroad.withType("set")).stop()).isEqualTo(refused(StanzaError.FORBIDDEN));
        assertThat(chain.outgoing(juliet, request("get", "")).stop()).isNull();
    }

    @Test
    void who_asks_from_elsewhere_learns_nothing() {
        juliet.receiving();

        assertThat(ask("get", "<a xmlns='urn:a'/>")).isEqualTo(Outcome.PASS);
        assertThat(ask("set", "<a xmlns='urn:a'/>")).isEqualTo(Outcome.PASS);
    }

    private Outcome ask(String type, String content) {
        return chain.accountIq(juliet, request(type, content));
    }

    private static Stanza request(String type, String content) {
        return stanza("<iq type='" + type + "' id='p'><query xmlns='jabber:iq:private'>" + content + "</query></iq>");
    }

    private static String elements(int count) {
        var elements = new StringBuilder();
        for (var i = 0; i < count; i++) {
            elements.append("<a xmlns='urn:").append(i).append("'/>");
        }
        return elements.toString();
    }

    private static String text(Stanza answer) {
        return answer.firstChild().orElseThrow().children().getFirst().text();
    }
}
