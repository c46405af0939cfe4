package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static io.kith.sharding.xep.Answers.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.stanza.Stanza;
import io.kith.proto.xml.Element;
import org.junit.jupiter.api.Test;

final class SoftwareVersionTest {

    private static final Jid ROMEO = Jid.parse("romeo@montague.example/orchard");
    private static final Stanza QUERY =
            stanza("<iq type='get' id='v1' to='capulet.example'><query xmlns='jabber:iq:version'/></iq>");

    @Test
    void by_default_only_the_name_is_told() {
        var chain = Answers.chain(SoftwareVersion.nameOnly("Kith"));

        assertThat(answer(chain.domainIq(ROMEO, QUERY)))
                .isEqualTo(QUERY.result(
                        Element.parse("<query xmlns='jabber:iq:version'><name>Kith</name><version/></query>")));
    }

    @Test
    void an_operator_may_tell_the_version_too() {
        var chain = Answers.chain(SoftwareVersion.withNumber("Kith", "0.1"));

        assertThat(answer(chain.domainIq(ROMEO, QUERY)))
                .isEqualTo(QUERY.result(Element.parse(
                        "<query xmlns='jabber:iq:version'><name>Kith</name><version>0.1</version></query>")));
    }

    @Test
    void it_is_announced() {
        assertThat(Answers.chain(SoftwareVersion.nameOnly("Kith")).advertised()).containsExactly("jabber:iq:version");
    }
}
