package io.kith.sharding.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.stanza.StanzaError;
import io.kith.proto.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class FeatureAdditionsTest {

    private static final Stanza HELLO = Stanza.parse("<message to='juliet@capulet.example'><body>hi</body></message>");
    private static final Stanza QUERY =
            Stanza.parse("<iq type='get' id='1' to='nobody@capulet.example'><query xmlns='urn:x'/></iq>");
    private static final Jid TYBALT = Jid.parse("tybalt@capulet.example");

    private final FeatureFailures failures = new FeatureFailures();
    private final TestAccount juliet = new TestAccount("juliet@capulet.example");

    @Test
    void one_feature_is_enough_to_shut_an_address_out() {
        var chain = chain(hooks -> hooks.blocks((_, _) -> false), hooks -> hooks.blocks((_, it) -> it.equals(TYBALT)));

        assertThat(chain.blocks(juliet, TYBALT)).isTrue();
        assertThat(chain.blocks(juliet, TYBALT.withResource("sword"))).isFalse();
    }

    @Test
    void what_cannot_be_decided_stays_hidden() {
        assertThat(chain(hooks -> hooks.blocks((_, _) -> failing())).blocks(juliet, TYBALT))
                .isTrue();
    }

    @Test
    void a_request_to_nobody_is_nobodys_unless_a_feature_claims_it() {
        var refusal = new Outcome.Refuse(StanzaError.FORBIDDEN);
        var chain = chain(hooks -> hooks.nobodyIq(Hooks.IqType.GET, "urn:x", "query", _ -> refusal));

        assertThat(chain.nobodyIq(QUERY)).isEqualTo(refusal);
        assertThat(chain().nobodyIq(QUERY)).isEqualTo(Outcome.PASS);
    }

    @Test
    void stream_features_are_asked_for_when_everything_is_installed() {
        var chain = chain(
                hooks -> {
                    var all = hooks.advertised();
                    hooks.streamFeature(
                            domain -> Element.of("c", "urn:c").text(domain + " " + String.join(",", all.get())));
                },
                hooks -> hooks.disco("urn:late"));

        assertThat(chain.streamFeatures("capulet.example"))
                .containsExactly(Element.of("c", "urn:c").text("capulet.example urn:late"));
    }

    @Test
    void a_form_is_asked_for_with_each_question_to_the_domain_that_it_is_about() {
        var forms = new ArrayList<Function<String, List<Element>>>();
        chain(hooks -> {
            hooks.discoForm(domain ->
                    domain.equals("capulet.example") ? Optional.of(Element.of("x", "urn:x")) : Optional.empty());
            forms.add(hooks.discoForms());
        });

        assertThat(forms.getFirst().apply("capulet.example")).containsExactly(Element.of("x", "urn:x"));
        assertThat(forms.getFirst().apply("montague.example")).isEmpty();
    }

    @Test
    void the_state_of_an_account_is_not_changed_on_a_stanzas_way() {
        var chain = chain(hooks -> hooks.outgoing(Stage.GUARD, (_, _) -> new Outcome.Change(List.of(), Outcome.PASS)));

        assertThat(chain.outgoing(juliet, HELLO).stop())
                .isEqualTo(new Outcome.Refuse(StanzaError.INTERNAL_SERVER_ERROR));
    }

    private static boolean failing() {
        throw new IllegalStateException("on purpose");
    }

    @SafeVarargs
    private FeatureChain chain(Consumer<Hooks>... features) {
        var made = new ArrayList<Made>();
        for (var feature : features) {
            made.add(new Made(feature));
        }
        return FeatureChain.of(made, failures);
    }

    private record Made(Consumer<Hooks> installs) implements Feature {
        @Override
        public Xep xep() {
            return new Xep(1, "1.0", Xep.Coverage.COMPLETE);
        }

        @Override
        public void install(Hooks hooks) {
            installs.accept(hooks);
        }
    }
}
