package io.kith.sharding.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kith.proto.jid.Jid;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KeyedHashTest {

    private static final byte[] COUNTING = HexFormat.of().parseHex("000102030405060708090a0b0c0d0e0f");
    private static final Jid JULIET = Jid.parse("juliet@capulet.example");

    /// The published vectors of the algorithm: the input is the bytes 0, 1, 2 …
    @ParameterizedTest
    @CsvSource({
        "0,  726fdb47dd0e0e31",
        "1,  74f839c593dc67fd",
        "8,  93f5f5799a932462",
        "15, a129ca6149be45e5",
    })
    void the_published_vectors_come_out(int length, String expected) {
        assertThat(HexFormat.of().toHexDigits(new KeyedHash(COUNTING).of(Arrays.copyOf(COUNTING, length))))
                .isEqualTo(expected);
    }

    @Test
    void an_account_has_one_hash_whatever_the_resource_and_another_under_another_key() {
        var hash = new KeyedHash(COUNTING);

        assertThat(hash.of(JULIET.withResource("balcony"))).isEqualTo(hash.of(JULIET));
        assertThat(new KeyedHash(new byte[KeyedHash.KEY_BYTES]).of(JULIET)).isNotEqualTo(hash.of(JULIET));
    }

    @Test
    void a_key_has_sixteen_bytes() {
        assertThatThrownBy(() -> new KeyedHash(new byte[15])).isInstanceOf(IllegalArgumentException.class);
    }
}
