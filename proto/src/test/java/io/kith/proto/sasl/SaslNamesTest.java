package io.kith.proto.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SaslNamesTest {

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void a_mechanism_is_found_by_its_name_alone(Mechanism mechanism) {
        assertThat(Mechanism.named(mechanism.saslName())).contains(mechanism);
        assertThat(mechanism.saslName().endsWith("-PLUS")).isEqualTo(mechanism.isPlus());
        assertThat(Mechanism.named("scram-sha-1")).isEmpty();
    }

    @Test
    void failures_have_the_names_of_rfc_6120() {
        assertThat(SaslFailure.values())
                .extracting(SaslFailure::condition)
                .containsExactly(
                        "aborted",
                        "account-disabled",
                        "credentials-expired",
                        "encryption-required",
                        "incorrect-encoding",
                        "invalid-authzid",
                        "invalid-mechanism",
                        "malformed-request",
                        "mechanism-too-weak",
                        "not-authorized",
                        "temporary-auth-failure");
    }

    @Test
    void an_empty_message_is_written_as_an_equals_sign() {
        assertThat(SaslPayload.encode("")).isEqualTo("=");
        assertThat(SaslPayload.decode("="))
                .hasValueSatisfying(message -> assertThat(message).isEmpty());
        assertThat(SaslPayload.decode(SaslPayload.encode("n,,n=ren\u00e9")))
                .hasValueSatisfying(
                        message -> assertThat(new String(message, UTF_8)).isEqualTo("n,,n=ren\u00e9"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "==",
                "a",
                "ab",
                "abc",
                "ab=",
                "abc==",
                "ab==cd==",
                "YQ",
                "YR==",
                "YWJj\n",
                " YWJj",
                "Y-_j",
                "\u00e9"
            })
    void what_is_not_exactly_base64_is_refused(String text) {
        assertThat(SaslPayload.decode(text)).isEmpty();
    }
}
