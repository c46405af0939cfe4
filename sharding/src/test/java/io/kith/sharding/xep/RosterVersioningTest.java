package io.kith.sharding.xep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.proto.xml.Element;
import org.junit.jupiter.api.Test;

final class RosterVersioningTest {

    @Test
    void streams_offer_versions_of_the_roster_and_approval_in_advance() {
        assertThat(Answers.chain(new RosterVersioning()).streamFeatures("capulet.example"))
                .containsExactly(
                        Element.of("ver", "urn:xmpp:features:rosterver"),
                        Element.of("sub", "urn:xmpp:features:pre-approval"));
    }
}
