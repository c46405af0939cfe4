package io.kith.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;

final class ImportedKeysTest {

    private static final String SALT = base64(16);
    private static final String KEY = base64(32);
    private static final String SHA_256 = "SCRAM-SHA-256,10000," + SALT + "," + KEY + "," + KEY;

    @Test
    void keys_of_another_server_are_taken_as_they_are() {
        var keys = ImportedKeys.parse(SHA_256).getFirst();

        assertThat(keys.mechanism()).isEqualTo("SCRAM-SHA-256");
        assertThat(keys.iterations()).isEqualTo(10_000);
        assertThat(keys.salt()).hasSize(16);
        assertThat(keys.storedKey()).hasSize(32);
        assertThat(keys.serverKey()).hasSize(32);
    }

    @Test
    void an_account_may_have_keys_for_several_mechanisms() {
        var sha1 = "SCRAM-SHA-1,10000," + SALT + "," + base64(20) + "," + base64(20);

        assertThat(ImportedKeys.parse(sha1 + " " + SHA_256))
                .extracting(keys -> keys.mechanism())
                .containsExactly("SCRAM-SHA-1", "SCRAM-SHA-256");
    }

    @Test
    void keys_by_which_a_stranger_could_tell_that_the_account_exists_are_refused() {
        assertRefused("SCRAM-SHA-256,4096," + SALT + "," + KEY + "," + KEY);
        assertRefused("SCRAM-SHA-256,10000," + base64(17) + "," + KEY + "," + KEY);
    }

    @Test
    void what_is_no_key_is_refused() {
        assertRefused("");
        assertRefused("SCRAM-SHA-256,10000," + SALT + "," + KEY);
        assertRefused(SHA_256 + "," + KEY);
        assertRefused("SCRAM-MD5,10000," + SALT + "," + KEY + "," + KEY);
        assertRefused("SCRAM-SHA-256,many," + SALT + "," + KEY + "," + KEY);
        assertRefused("SCRAM-SHA-256,10000,%," + KEY + "," + KEY);
        assertRefused("SCRAM-SHA-256,10000," + SALT + "," + base64(31) + "," + KEY);
        assertRefused(SHA_256 + " " + SHA_256);
        assertRefused("SCRAM-SHA-1,10000," + SALT + "," + base64(20) + "," + base64(20));
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> ImportedKeys.parse(text))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(Refusal.Reason.INVALID));
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }
}
