package io.kith.sharding.xep;

import static io.kith.sharding.xep.Answers.answer;
import static io.kith.sharding.xep.Answers.stanza;
import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.jid.Jid;
import io.kith.proto.xml.Element;
import io.kith.sharding.feature.FeatureChain;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class EntityTimeTest {

    private final FeatureChain chain = Answers.chain(new EntityTime(() -> Instant.parse("2026-01-01T12:00:00.987Z")));

    @Test
    void a_domain_tells_the_time_to_the_second_and_in_utc() {
        var query = stanza("<iq type='get' id='t1' to='capulet.example'><time xmlns='urn:xmpp:time'/></iq>");

        assertThat(answer(chain.domainIq(Jid.parse("romeo@montague.example/orchard"), query)))
                .isEqualTo(query.result(Element.parse(
                        "<time xmlns='urn:xmpp:time'><tzo>+00:00</tzo><utc>2026-01-01T12:00:00Z</utc></time>")));
    }

    @Test
    void it_is_announced() {
        assertThat(chain.advertised()).containsExactly("urn:xmpp:time");
    }
}
