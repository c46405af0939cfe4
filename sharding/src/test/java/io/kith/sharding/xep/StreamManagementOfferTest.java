package io.kith.sharding.xep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.xml.Element;
import org.junit.jupiter.api.Test;

final class StreamManagementOfferTest {

    @Test
    void streams_offer_acknowledgements() {
        assertThat(Answers.chain(new StreamManagementOffer()).streamFeatures("capulet.example"))
                .containsExactly(Element.of("sm", "urn:xmpp:sm:3"));
    }
}
