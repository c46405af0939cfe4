package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.TestAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StanzaIdsTest {

    private final FeatureChain chain = Answers.chain(new StanzaIds());
    private final TestAccount juliet = new TestAccount("juliet@capulet.example");

    @ParameterizedTest
    @ValueSource(strings = {"juliet@capulet.example", "Juliet@Capulet.Example", "juliet@capulet.example."})
    void an_id_in_the_accounts_name_is_cut_however_it_is_spelled(String by) {
        var forged = message("<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='" + by + "'/>");

        assertThat(chain.incoming(juliet, forged).stanza()).isEqualTo(message(""));
        assertThat(chain.outgoing(juliet, forged).stanza()).isEqualTo(message(""));
    }

    @Test
    void every_one_of_them_is_cut() {
        var id = "<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='juliet@capulet.example'/>";

        assertThat(chain.incoming(juliet, message(id + id)).stanza()).isEqualTo(message(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='hall@rooms.example'/>",
                "<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='juliet@capulet.example/balcony'/>",
                "<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='@@'/>",
                "<stanza-id xmlns='urn:xmpp:sid:0' id='1'/>",
                "<stanza-id xmlns='urn:other' id='1' by='juliet@capulet.example'/>",
                "<origin-id xmlns='urn:xmpp:sid:0' id='1'/>"
            })
    void what_is_not_in_the_accounts_name_passes(String id) {
        var message = message(id);

        assertThat(chain.incoming(juliet, message).stanza()).isSameAs(message);
        assertThat(chain.outgoing(juliet, message).stanza()).isSameAs(message);
    }

    @Test
    void it_is_announced_as_the_ids_can_be_relied_upon() {
        assertThat(chain.advertised()).containsExactly("urn:xmpp:sid:0");
        assertThat(chain.advertisedByAccounts()).containsExactly("urn:xmpp:sid:0");
    }

    private static Stanza message(String id) {
        return stanza("<message type='chat' from='romeo@montague.example/orchard'><body>hi</body>" + id + "</message>");
    }
}
