package io.kith.proto.sm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.jid.Jid;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class ResumptionTokenTest {

    private static final Jid JULIET = Jid.parse("juliet@capulet.example");
    private static final SecretKey NEW = key("new");
    private static final SecretKey OLD = key("old");
    private static final ResumptionToken TOKEN = new ResumptionToken(JULIET, "balcony-7", 42);

    @Test
    void a_sealed_token_opens_with_the_key_it_was_sealed_with() {
        assertThat(ResumptionToken.open(TOKEN.seal(OLD), List.of(NEW, OLD))).contains(TOKEN);
        assertThat(ResumptionToken.open(TOKEN.seal(OLD), List.of(NEW))).isEmpty();
    }

    @Test
    void a_token_with_any_bit_changed_does_not_open() {
        var sealed = Base64.getUrlDecoder().decode(TOKEN.seal(NEW));
        for (var bit = 0; bit < sealed.length * 8; bit++) {
            var forged = sealed.clone();
            forged[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(ResumptionToken.open(Base64.getUrlEncoder().encodeToString(forged), List.of(NEW)))
                    .isEmpty();
        }
    }

    @Property(tries = 300)
    void what_is_no_token_is_none(@ForAll String text) {
        assertThat(ResumptionToken.open(text, List.of(NEW))).isEmpty();
    }

    @Test
    void the_longest_token_is_shorter_than_the_protocol_allows() {
        var longest = new ResumptionToken(new Jid("l".repeat(1023), "d".repeat(1023), ""), "s".repeat(255), -1);

        assertThat(longest.seal(NEW).length()).isLessThanOrEqualTo(ResumptionToken.SEALED_CHARS_MAX);
        assertThat(ResumptionToken.open(longest.seal(NEW), List.of(NEW))).contains(longest);
        assertThatThrownBy(() -> new ResumptionToken(JULIET, "s".repeat(256), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_session_belongs_to_an_account() {
        assertThatThrownBy(() -> new ResumptionToken(Jid.parse("juliet@capulet.example/balcony"), "s", 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_nonce_is_not_printed() {
        assertThat(TOKEN.toString()).doesNotContain("42");
    }

    private static SecretKey key(String text) {
        return new SecretKeySpec(text.repeat(11).getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }
}
