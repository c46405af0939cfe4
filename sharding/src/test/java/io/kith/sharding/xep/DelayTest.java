package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.stanza.Stanza;
import io.kith.sharding.feature.FeatureChain;
import io.kith.sharding.feature.TestAccount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DelayTest {

    private static final String STAMP = "<delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25Z'";

    private final FeatureChain chain = Answers.chain(new Delay());
    private final TestAccount juliet = new TestAccount("juliet@capulet.example");

    @ParameterizedTest
    @ValueSource(strings = {"capulet.example", "Capulet.Example"})
    void a_stamp_in_the_domains_name_is_cut_on_its_way_in_and_out(String from) {
        var forged = message(STAMP + " from='" + from + "'/>");

        assertThat(chain.incoming(juliet, forged).stanza()).isEqualTo(message(""));
        assertThat(chain.outgoing(juliet, forged).stanza()).isEqualTo(message(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"from='hall@rooms.example'", "from='romeo@montague.example'", "from='@@'", ""})
    void other_stamps_pass(String from) {
        var message = message(STAMP + " " + from + "/>");

        assertThat(chain.incoming(juliet, message).stanza()).isSameAs(message);
    }

    @Test
    void the_domain_itself_may_say_that_it_has_delayed_something() {
        var message = stanza("<message from='capulet.example'>" + STAMP + " from='capulet.example'/></message>");

        assertThat(chain.incoming(juliet, message).stanza()).isSameAs(message);
    }

    @Test
    void it_is_announced() {
        assertThat(chain.advertised()).containsExactly("urn:xmpp:delay");
    }

    private static Stanza message(String stamp) {
        return stanza(
                "<message type='chat' from='romeo@montague.example/orchard'><body>hi</body>" + stamp + "</message>");
    }
}
