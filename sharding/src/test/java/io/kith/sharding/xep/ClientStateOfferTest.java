package io.kith.sharding.xep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.xml.Element;
import org.junit.jupiter.api.Test;

final class ClientStateOfferTest {

    @Test
    void streams_offer_to_hear_that_nobody_is_looking() {
        assertThat(Answers.chain(new ClientStateOffer()).streamFeatures("capulet.example"))
                .containsExactly(Element.of("csi", "urn:xmpp:csi:0"));
    }
}
