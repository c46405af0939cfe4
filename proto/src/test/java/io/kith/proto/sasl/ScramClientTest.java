package io.kith.proto.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramClientTest {

    private static final ClientPassword PENCIL =
            new ClientPassword(Password.of("pencil").orElseThrow());

    private final ScramClient client = client(new ScramClient.Channel.Unbound());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "r=abc",
                "r=abc,s=QSXCR+Q6sek8bf92,i=4096", // adds no nonce of the server
                "r=xyzabc,s=QSXCR+Q6sek8bf92,i=4096", // is for another login
                "r=abcdef,s=QSXCR+Q6sek8bf92",
                "r=abcdef,s=,i=4096",
                "r=abcdef,s=QSXCR+Q6sek8bf9,i=4096",
                "r=abcdef,s=QSXCR+Q6sek8bf92,i=4095",
                "r=abcdef,s=QSXCR+Q6sek8bf92,i=1000001",
                "r=abcdef,s=QSXCR+Q6sek8bf92,i=04096",
                "r=abcdef,s=QSXCR+Q6sek8bf92,i=-4096",
                "r=abcdef,s=QSXCR+Q6sek8bf92,i=4294971392",
                "r=abcdef,s=QSXCR+Q6sek8bf92,i=99999999999999999999",
                "s=QSXCR+Q6sek8bf92,r=abcdef,i=4096",
                "m=must,r=abcdef,s=QSXCR+Q6sek8bf92,i=4096",
                "e=other-error",
            })
    void a_bad_challenge_is_not_answered(String challenge) {
        assertThat(client.answer(challenge.getBytes(UTF_8))).isEmpty();
        assertThat(client.accepts("v=AAAA".getBytes(UTF_8))).isFalse();
    }

    @Test
    void a_server_that_does_not_know_the_password_is_not_accepted() {
        assertThat(client.answer("r=abcdef,s=QSXCR+Q6sek8bf92,i=4096".getBytes(UTF_8)))
                .isPresent();
        for (var last : new String[] {"", "v=", "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=", "e=other-error", "v=AAAA,,"}) {
            assertThat(client.accepts(last.getBytes(UTF_8))).isFalse();
        }
    }

    @Test
    void the_first_message_escapes_the_names_and_tells_of_the_channel() {
        assertThat(new ScramClient(
                                Mechanism.SCRAM_SHA_1,
                                "a,b=c",
                                "d,e",
                                PENCIL,
                                new ScramClient.Channel.NotOffered(),
                                "abc")
                        .first())
                .isEqualTo("y,a=d=2Ce,n=a=2Cb=3Dc,r=abc");
    }

    @Test
    void a_binding_and_its_mechanism_go_together() {
        var binding = new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, new byte[32]);
        assertThatThrownBy(() -> client(new ScramClient.Channel.Bound(binding)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nonces_are_fresh_and_of_192_bits() {
        var random = new Random(1);
        var one = ScramProof.freshNonce(random);
        assertThat(ScramProof.freshNonce(random)).isNotEqualTo(one);
        assertThat(SaslPayload.decode(one).orElseThrow()).hasSize(24);
        assertThat(ScramAttributes.isNonce(one)).isTrue();
    }

    private static ScramClient client(ScramClient.Channel channel) {
        return new ScramClient(Mechanism.SCRAM_SHA_1, "user", "", PENCIL, channel, "abc");
    }
}
