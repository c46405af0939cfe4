package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static io.kith.sharding.xep.Answers.refused;
import static io.kith.sharding.xep.Answers.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.persistence.vcard.InMemoryVCards;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.TestAccount;
import org.junit.jupiter.api.Test;

final class VCardTest {

    private static final String CARD = "<FN>Juliet Capulet</FN>";
    private static final String FROM_ROMEO = " from='romeo@montague.example/orchard' to='juliet@capulet.example'";

    private final FeatureChain chain = Answers.chain(new VCard(new InMemoryVCards()));
    private final TestAccount juliet = new TestAccount("juliet@capulet.example").bound("balcony");

    @Test
    void what_an_account_has_set_everybody_sees() {
        assertThat(answer(own(request("set", "", CARD))).element())
                .isEqualTo(stanza("<iq type='result' id='v'/>").element());

        assertThat(answer(own(request("get", "", ""))).element())
                .isEqualTo(request("result", "", CARD).element());
        assertThat(answer(others(request("get", FROM_ROMEO, ""))).element())
                .isEqualTo(stanza("<iq type='result' id='v' to='romeo@montague.example/orchard'"
                                + " from='juliet@capulet.example'><vCard xmlns='vcard-temp'>" + CARD + "</vCard></iq>")
                        .element());
    }

    @Test
    void the_last_card_set_is_the_card() {
        own(request("set", "", CARD));
        own(request("set", "", "<FN>Juliet Montague</FN>"));

        assertThat(answer(own(request("get", "", ""))).element())
                .isEqualTo(request("result", "", "<FN>Juliet Montague</FN>").element());
    }

    @Test
    void an_account_without_a_card_is_told_so_and_others_get_what_nobody_would_answer() {
        var own = request("get", "", "");
        var others = request("get", FROM_ROMEO, "");

        assertThat(answer(own(own))).isEqualTo(own.error(StanzaError.ITEM_NOT_FOUND));
        assertThat(answer(others(others))).isEqualTo(others.error(StanzaError.SERVICE_UNAVAILABLE));
        assertThat(chain.nobodyIq(others)).isEqualTo(Outcome.PASS);
    }

    @Test
    void setting_anothers_card_is_forbidden_and_it_does_not_matter_whether_there_is_another() {
        var set = request("set", " to='romeo@montague.example'", CARD);

        assertThat(chain.outgoing(juliet, set).stop()).isEqualTo(refused(StanzaError.FORBIDDEN));
        assertThat(chain.outgoing(juliet, set.withType("get")).stop()).isNull();
    }

    @Test
    void a_set_from_elsewhere_is_not_answered_as_if_there_were_a_card() {
        assertThat(others(request("set", FROM_ROMEO, CARD))).isEqualTo(Outcome.PASS);
    }

    @Test
    void a_card_may_be_as_large_as_its_bound_and_no_larger() {
        var empty = "<vCard xmlns='vcard-temp'><DESC></DESC></vCard>".length();
        var largest = "x".repeat(VCard.CARD_BYTES_MAX - empty);

        assertThat(answer(own(request("set", "", "<DESC>" + largest + "</DESC>")))
                        .type())
                .isEqualTo("result");
        assertThat(own(request("set", "", "<DESC>" + largest + "x</DESC>")))
                .isEqualTo(refused(StanzaError.POLICY_VIOLATION));
    }

    private Outcome own(Stanza request) {
        return chain.accountIq(juliet.sending("balcony"), request);
    }

    private Outcome others(Stanza request) {
        return chain.accountIq(juliet.receiving(), request);
    }

    private static Stanza request(String type, String addresses, String content) {
        return stanza("<iq type='" + type + "' id='v'" + addresses + "><vCard xmlns='vcard-temp'>" + content
                + "</vCard></iq>");
    }
}
