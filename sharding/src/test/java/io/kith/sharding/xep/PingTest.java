package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static io.kith.sharding.xep.Answers.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.Outcome;
import io.kith.sharding.feature.TestAccount;
import org.junit.jupiter.api.Test;

final class PingTest {

    private static final Jid ROMEO = Jid.parse("romeo@montague.example/orchard");
    private static final Stanza TO_DOMAIN = stanza("<iq type='get' id='p1' from='romeo@montague.example/orchard'"
            + " to='capulet.example'><ping xmlns='urn:xmpp:ping'/></iq>");
    private static final Stanza TO_JULIET = TO_DOMAIN.withTo(Jid.parse("juliet@capulet.example"));

    private final FeatureChain chain = Answers.chain(new Ping());
    private final TestAccount juliet = new TestAccount("juliet@capulet.example");

    @Test
    void a_domain_answers_anybody() {
        assertThat(answer(chain.domainIq(ROMEO, TO_DOMAIN))).isEqualTo(TO_DOMAIN.result());
    }

    @Test
    void an_account_answers_who_sees_its_presence() {
        assertThat(answer(chain.accountIq(juliet.seenBy("romeo@montague.example"), TO_JULIET)))
                .isEqualTo(TO_JULIET.result());
    }

    @Test
    void an_account_answers_its_own_clients() {
        assertThat(answer(chain.accountIq(juliet.bound("balcony").sending("balcony"), TO_JULIET)))
                .isEqualTo(TO_JULIET.result());
    }

    @Test
    void a_stranger_does_not_learn_from_a_ping_whether_there_is_such_an_account() {
        assertThat(chain.accountIq(juliet, TO_JULIET)).isEqualTo(Outcome.PASS);
    }

    @Test
    void it_is_announced() {
        assertThat(chain.advertised()).containsExactly("urn:xmpp:ping");
        assertThat(chain.advertisedByAccounts()).containsExactly("urn:xmpp:ping");
    }
}
