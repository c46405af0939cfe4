package io.kith.proto.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ScramKeysTest {

    private static final Password WHEREFORE = Password.of("wherefore").orElseThrow();
    private static final byte[] SALT = "salt".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource(ScramHash.class)
    void match_their_password_and_no_other(ScramHash hash) {
        var keys = ScramKeys.fresh(hash, WHEREFORE, new Random(1));
        assertThat(keys.match(WHEREFORE)).isTrue();
        assertThat(keys.match(Password.of("Wherefore").orElseThrow())).isFalse();
        assertThat(keys.iterations()).isEqualTo(10_000);
        assertThat(keys.salt()).hasSize(16);
        assertThat(new ScramKeys(hash, keys.salt(), keys.iterations(), keys.storedKey(), keys.serverKey()))
                .isEqualTo(keys)
                .hasSameHashCodeAs(keys);
    }

    @Test
    void show_no_key() {
        var keys = ScramKeys.derive(ScramHash.SHA_1, WHEREFORE, SALT, 4_096);
        assertThat(keys).hasToString("ScramKeys[SHA_1, 4096 iterations, …]");
        assertThat(WHEREFORE).hasToString("Password[…]");
        assertThat(new ClientPassword(WHEREFORE)).hasToString("ClientPassword[…]");
    }

    @Test
    void cannot_be_changed_from_outside() {
        var keys = ScramKeys.derive(ScramHash.SHA_1, WHEREFORE, SALT, 4_096);
        keys.salt()[0]++;
        keys.storedKey()[0]++;
        keys.serverKey()[0]++;
        assertThat(keys).isEqualTo(ScramKeys.derive(ScramHash.SHA_1, WHEREFORE, SALT, 4_096));
    }

    @Test
    void have_bounds() {
        var key = new byte[20];
        assertThat(new ScramKeys(ScramHash.SHA_1, new byte[256], 1_000_000, key, key))
                .isNotNull();
        assertRefused(new byte[0], 4_096, key, key);
        assertRefused(new byte[257], 4_096, key, key);
        assertRefused(SALT, 4_095, key, key);
        assertRefused(SALT, 1_000_001, key, key);
        assertRefused(SALT, 4_096, new byte[21], key);
        assertRefused(SALT, 4_096, key, new byte[19]);
        assertThatThrownBy(() -> ScramKeys.derive(ScramHash.SHA_1, WHEREFORE, SALT, 4_095))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void of_an_unknown_account_are_the_same_each_time_and_for_each_account_others() {
        var fake = new FakeKeys("a secret of the cluster".getBytes(UTF_8), 10_000);
        var again = new FakeKeys("a secret of the cluster".getBytes(UTF_8), 10_000);
        var elsewhere = new FakeKeys("a secret of another one".getBytes(UTF_8), 10_000);
        for (var hash : ScramHash.values()) {
            var keys = fake.of(hash, "tybalt");
            assertThat(again.of(hash, "tybalt")).isEqualTo(keys);
            assertThat(keys.salt()).hasSize(ScramKeys.SALT_BYTES);
            assertThat(keys.iterations()).isEqualTo(10_000);
            assertThat(keys.storedKey()).isNotEqualTo(keys.serverKey());
            assertThat(fake.of(hash, "paris").salt()).isNotEqualTo(keys.salt());
            assertThat(elsewhere.of(hash, "tybalt").salt()).isNotEqualTo(keys.salt());
        }
        assertThat(fake.of(ScramHash.SHA_1, "tybalt").salt())
                .isNotEqualTo(fake.of(ScramHash.SHA_256, "tybalt").salt());
        assertThatThrownBy(() -> new FakeKeys(new byte[15], 10_000)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
        assertThatThrownBy(() -> new ScramKeys(ScramHash.SHA_1, salt, iterations, storedKey, serverKey))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
