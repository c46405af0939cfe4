package io.kith.proto.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ChannelBindingTest {

    @Test
    void a_certificate_is_hashed_with_the_hash_of_its_signature() throws Exception {
        assertThat(ChannelBinding.tlsServerEndPoint(certificate("ecdsa-sha384.pem")))
                .hasValueSatisfying(binding -> {
                    assertThat(binding.type().registeredName()).isEqualTo("tls-server-end-point");
                    assertThat(HexFormat.of().formatHex(binding.data()))
                            .isEqualTo("e31ea9de7d2a3966d26767e48f7cb8c12a4b6dfc22794408"
                                    + "6c439bc31ade69b77f7253e1690db72530768e7ad89d62e3");
                });
    }

    @Test
    void a_certificate_whose_signature_has_no_hash_gives_no_binding() throws Exception {
        assertThat(ChannelBinding.tlsServerEndPoint(certificate("ed25519.pem"))).isEmpty();
    }

    @Test
    void what_is_exported_has_32_bytes_and_nothing_has_more_than_64() {
        assertThat(new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, new byte[32]))
                .hasToString("ChannelBinding[tls-exporter, …]");
        assertThat(new ChannelBinding(ChannelBinding.Type.TLS_SERVER_END_POINT, new byte[64]))
                .isNotNull();
        assertRefused(ChannelBinding.Type.TLS_EXPORTER, 31);
        assertRefused(ChannelBinding.Type.TLS_EXPORTER, 33);
        assertRefused(ChannelBinding.Type.TLS_SERVER_END_POINT, 0);
        assertRefused(ChannelBinding.Type.TLS_SERVER_END_POINT, 65);
    }

    private static void assertRefused(ChannelBinding.Type type, int bytes) {
        assertThatThrownBy(() -> new ChannelBinding(type, new byte[bytes]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
        try (var in = Objects.requireNonNull(ChannelBindingTest.class.getResourceAsStream(name))) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }
}
