package io.kith.sharding.xep;

import static org.assertj.core.api.Assertions.assertThat;

import io.kith.sharding.feature.TestAccount;
import org.junit.jupiter.api.Test;

final class ReceiptsTest {

    @Test
    void accounts_announce_that_receipts_pass() {
        assertThat(Answers.chain(new Receipts()).advertisedByAccounts()).containsExactly("urn:xmpp:receipts");
    }

    @Test
    void a_receipt_passes_as_it_is() {
        var message = Answers.stanza("<message><received xmlns='urn:xmpp:receipts' id='1'/></message>");
        var juliet = new TestAccount("juliet@capulet.example");
        var chain = Answers.chain(new Receipts());

        assertThat(chain.outgoing(juliet, message).stanza()).isSameAs(message);
        assertThat(chain.incoming(juliet, message).stanza()).isSameAs(message);
    }
}
