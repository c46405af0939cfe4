package io.kith.persistence.vcard;

import static io.kith.persistence.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every `VCards` promises.
interface VCardsContract {

    byte[] CARD = "<vCard xmlns='vcard-temp'><FN>Juliet</FN></vCard>".getBytes(StandardCharsets.UTF_8);
    byte[] NEWER = "<vCard xmlns='vcard-temp'><FN>Juliet Capulet</FN></vCard>".getBytes(StandardCharsets.UTF_8);

    VCards vcards();

    @Test
    default void the_last_card_is_the_one() {
        var juliet = UUID.randomUUID();
        assertThat(get(vcards().find(juliet))).isEmpty();

        get(vcards().put(juliet, CARD));
        get(vcards().put(juliet, NEWER));

        assertThat(get(vcards().find(juliet))).hasValue(NEWER);
    }

    @Test
    default void an_erased_account_has_no_card() {
        var juliet = UUID.randomUUID();
        get(vcards().put(juliet, CARD));

        get(vcards().erase(juliet));

        assertThat(get(vcards().find(juliet))).isEmpty();
    }
}
