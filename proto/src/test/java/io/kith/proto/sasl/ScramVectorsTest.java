package io.kith.proto.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The exchanges that the standards print, byte by byte, on both sides.
final class ScramVectorsTest {

    private static final Password PENCIL = Password.of("pencil").orElseThrow();

    @Test
    void scram_sha_1_as_in_rfc_5802_section_5() {
        assertExchange(
                Mechanism.SCRAM_SHA_1,
                "fyko+d2lbbFgONRv9qkxdawL",
                "3rfcNHYJY1ZVvWVs7j",
                "QSXCR+Q6sek8bf92",
                "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
                "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096",
                "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
                "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    }

    @Test
    void scram_sha_256_as_in_rfc_7677_section_3() {
        assertExchange(
                Mechanism.SCRAM_SHA_256,
                "rOprNGfwEbeRWgbNEkqO",
                "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
                "W22ZaJ0SNY7soEsUEjb6gQ==",
                "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                        + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    }

    private static void assertExchange(
            Mechanism mechanism,
            String clientNonce,
            String serverNonce,
            String salt,
            String clientFirst,
            String serverFirst,
            String clientFinal,
            String serverFinal) {
        var client = new ScramClient(
                mechanism, "user", "", new ClientPassword(PENCIL), new ScramClient.Channel.Unbound(), clientNonce);
        var server = new ScramServer(mechanism, List.of(), serverNonce);
        var keys = ScramKeys.derive(
                mechanism.scram().orElseThrow(), PENCIL, Base64.getDecoder().decode(salt), 4096);

        assertThat(client.first()).isEqualTo(clientFirst);
        assertThat(server.receive(clientFirst.getBytes(UTF_8))).isEqualTo(new ScramServer.Step.KeysWanted("user", ""));
        assertThat(server.keys(keys)).isEqualTo(new ScramServer.Step.Challenge(serverFirst));
        assertThat(client.answer(serverFirst.getBytes(UTF_8))).contains(clientFinal);
        assertThat(server.receive(clientFinal.getBytes(UTF_8)))
                .isEqualTo(new ScramServer.Step.Success("user", "", serverFinal));
        assertThat(client.accepts(serverFinal.getBytes(UTF_8))).isTrue();
    }
}
