package io.kith.proto.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScramServerTest {

    private static final ChannelBinding EXPORTED =
            new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, "0123456789abcdef0123456789abcdef".getBytes(UTF_8));
    private static final ChannelBinding CERTIFICATE =
            new ChannelBinding(ChannelBinding.Type.TLS_SERVER_END_POINT, "a hash of a certificate".getBytes(UTF_8));
    private static final ChannelBinding ANOTHER_CHANNEL =
            new ChannelBinding(ChannelBinding.Type.TLS_EXPORTER, "another channel, another secret!".getBytes(UTF_8));
    private static final Password WHEREFORE = Password.of("wherefore").orElseThrow();
    private static final ScramKeys KEYS = ScramKeys.derive(ScramHash.SHA_256, WHEREFORE, "salt".getBytes(UTF_8), 4_096);
    private static final ScramServer.Step MALFORMED = failure(SaslFailure.MALFORMED_REQUEST);
    private static final ScramServer.Step NOT_AUTHORIZED = failure(SaslFailure.NOT_AUTHORIZED);

    @Test
    void the_name_to_act_as_is_told_to_the_caller() {
        var client = client(Mechanism.SCRAM_SHA_256, new ScramClient.Channel.Unbound(), "romeo@montague.example");
        var server = server(Mechanism.SCRAM_SHA_256);

        assertThat(server.receive(bytes(client.first())))
                .isEqualTo(new ScramServer.Step.KeysWanted("juliet", "romeo@montague.example"));
        assertThat(finish(client, server)).isInstanceOfSatisfying(ScramServer.Step.Success.class, success -> {
            assertThat(success.username()).isEqualTo("juliet");
            assertThat(success.authzid()).isEqualTo("romeo@montague.example");
        });
    }

    @Test
    void a_login_is_bound_to_its_channel() {
        for (var binding : List.of(EXPORTED, CERTIFICATE)) {
            var client = client(Mechanism.SCRAM_SHA_256_PLUS, new ScramClient.Channel.Bound(binding), "");
            assertThat(login(client, server(Mechanism.SCRAM_SHA_256_PLUS, EXPORTED, CERTIFICATE)))
                    .isInstanceOf(ScramServer.Step.Success.class);
        }
    }

    @Test
    void a_login_relayed_from_another_channel_is_refused() {
        var client = client(Mechanism.SCRAM_SHA_256_PLUS, new ScramClient.Channel.Bound(ANOTHER_CHANNEL), "");
        assertThat(login(client, server(Mechanism.SCRAM_SHA_256_PLUS, EXPORTED)))
                .isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void a_binding_that_this_connection_has_not_is_refused() {
        var client = client(Mechanism.SCRAM_SHA_256_PLUS, new ScramClient.Channel.Bound(CERTIFICATE), "");
        assertThat(server(Mechanism.SCRAM_SHA_256_PLUS, EXPORTED).receive(bytes(client.first())))
                .isEqualTo(MALFORMED);
        assertThat(server(Mechanism.SCRAM_SHA_256_PLUS, EXPORTED).receive(bytes("p=tls-unique,,n=juliet,r=abc")))
                .isEqualTo(MALFORMED);
    }

    @Test
    void a_client_that_was_not_told_of_the_offered_binding_has_been_deceived() {
        var client = client(Mechanism.SCRAM_SHA_256, new ScramClient.Channel.NotOffered(), "");
        assertThat(server(Mechanism.SCRAM_SHA_256, EXPORTED).receive(bytes(client.first())))
                .isEqualTo(NOT_AUTHORIZED);
        assertThat(login(client, server(Mechanism.SCRAM_SHA_256))).isInstanceOf(ScramServer.Step.Success.class);
    }

    @Test
    void a_client_that_cannot_bind_may_log_in_without_where_binding_is_offered() {
        var client = client(Mechanism.SCRAM_SHA_256, new ScramClient.Channel.Unbound(), "");
        assertThat(login(client, server(Mechanism.SCRAM_SHA_256, EXPORTED)))
                .isInstanceOf(ScramServer.Step.Success.class);
    }

    @Test
    void the_mechanism_and_the_flag_agree() {
        for (var flag : new String[] {"n", "y"}) {
            assertThat(server(Mechanism.SCRAM_SHA_256_PLUS, EXPORTED).receive(bytes(flag + ",,n=juliet,r=abc")))
                    .isInstanceOf(ScramServer.Step.Failure.class);
        }
        assertThat(server(Mechanism.SCRAM_SHA_256, EXPORTED).receive(bytes("p=tls-exporter,,n=juliet,r=abc")))
                .isEqualTo(MALFORMED);
    }

    @Test
    void the_header_may_not_change_between_the_messages() {
        var server = server(Mechanism.SCRAM_SHA_256);
        var client = client(Mechanism.SCRAM_SHA_256, new ScramClient.Channel.Unbound(), "");
        server.receive(bytes(client.first().replaceFirst("n,,", "y,,")));
        assertThat(finish(client, server)).isEqualTo(NOT_AUTHORIZED);
    }

    @Test
    void a_wrong_password_and_an_unknown_account_fail_alike() {
        var other = Password.of("rosaline").orElseThrow();
        var real = ScramKeys.derive(ScramHash.SHA_256, other, new byte[ScramKeys.SALT_BYTES], 4_096);
        var fake = new FakeKeys(new byte[16], 4_096).of(ScramHash.SHA_256, "juliet");
        for (var keys : List.of(real, fake)) {
            var server = server(Mechanism.SCRAM_SHA_256);
            var client = client(Mechanism.SCRAM_SHA_256, new ScramClient.Channel.Unbound(), "");
            server.receive(bytes(client.first()));
            var challenge = (ScramServer.Step.Challenge) server.keys(keys);
            assertThat(challenge.message()).hasSize(2 + 64 + 3 + 24 + 7);
            assertThat(server.receive(
                            bytes(client.answer(bytes(challenge.message())).orElseThrow())))
                    .isEqualTo(NOT_AUTHORIZED);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                ",,",
                "n",
                "n,",
                "n,,",
                "x,,n=juliet,r=abc",
                "nn,,n=juliet,r=abc",
                "p,,n=juliet,r=abc",
                "p=,,n=juliet,r=abc",
                "N,,n=juliet,r=abc",
                "n,n=juliet,r=abc",
                "n,juliet,n=juliet,r=abc",
                "n,a=,n=juliet,r=abc",
                "n,a=ro=meo,n=juliet,r=abc",
                "n,,n=juliet",
                "n,,n=,r=abc",
                "n,,n=juliet,r=",
                "n,,r=abc,n=juliet",
                "n,,n=juliet,n=juliet,r=abc",
                "n,,m=must,n=juliet,r=abc",
                "n,,n=juliet,m=must,r=abc",
                "n,,n=juliet,r=abc,m=must",
                "n,,n=juliet,r=abc,",
                "n,,n=juliet,r=abc,r=def",
                "n,,n=juliet,r=abc,x=",
                "n,,n=juliet,r=abc,7=x",
                "n,,n=ju=liet,r=abc",
                "n,,n=juliet=,r=abc",
                "n,,n=juliet=2,r=abc",
                "n,,n=juliet=2c,r=abc",
                "n,,n=ju\0liet,r=abc",
                "n,,n=juliet,r=a c",
                "n,,n=juliet,r=a\u00e9c",
                "n,,n=juliet,r=abc\u007f",
            })
    void a_malformed_first_message_fails(String message) {
        assertThat(server(Mechanism.SCRAM_SHA_256).receive(bytes(message))).isEqualTo(MALFORMED);
    }

    @Test
    void text_that_is_not_utf_8_fails() {
        assertThat(server(Mechanism.SCRAM_SHA_256).receive("n,,n=ren\u00e9,r=abc".getBytes(ISO_8859_1)))
                .isEqualTo(MALFORMED);
        assertThat(server(Mechanism.SCRAM_SHA_256).receive(bytes("n,,n=ren\u00e9,r=abc")))
                .isEqualTo(new ScramServer.Step.KeysWanted("ren\u00e9", ""));
    }

    @Test
    void names_are_unescaped_and_extensions_ignored() {
        assertThat(server(Mechanism.SCRAM_SHA_256).receive(bytes("n,a=a=3Db,n=ju=2Cli=3D2Cet,r=abc,x=1,Z=2=3")))
                .isEqualTo(new ScramServer.Step.KeysWanted("ju,li=2Cet", "a=b"));
    }

    @Test
    void lengths_are_bounded() {
        assertWanted("n,,n=" + "j".repeat(1_023) + ",r=abc");
        assertMalformed("n,,n=" + "j".repeat(1_024) + ",r=abc");
        assertWanted("n,a=" + "r".repeat(3_071) + ",n=juliet,r=abc");
        assertMalformed("n,a=" + "r".repeat(3_072) + ",n=juliet,r=abc");
        assertWanted("n,,n=juliet,r=" + "a".repeat(ScramAttributes.NONCE_CHARS_MAX));
        assertMalformed("n,,n=juliet,r=" + "a".repeat(ScramAttributes.NONCE_CHARS_MAX + 1));
        assertWanted("n,,n=juliet,r=abc" + ",x=1".repeat(ScramAttributes.ATTRIBUTES_MAX - 2));
        assertMalformed("n,,n=juliet,r=abc" + ",x=1".repeat(ScramAttributes.ATTRIBUTES_MAX - 1));
        var start = "n,,n=juliet,r=abc,x=";
        assertWanted(start + "x".repeat(SaslText.MESSAGE_BYTES_MAX - start.length()));
        assertMalformed(start + "x".repeat(SaslText.MESSAGE_BYTES_MAX - start.length() + 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws,r={r}",
                "r={r},c=biws,p={p}",
                "c=biws,p={p},r={r}",
                "c=biws,r={r},p={p},x=1",
                "c=biws,r={r},m=must,p={p}",
                "c=biws,r={r},p={p},p={p}",
                "c=,r={r},p={p}",
                "c=biws,r={r},p=",
                "c=biws,r={r},p=AAAA",
                "c=biws,r={r},,p={p}",
            })
    void a_malformed_final_message_fails(String template) {
        assertThat(answered(template)).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=biws=,r={r},p={p}",
                "c=biw,r={r},p={p}",
                "c=bi ws,r={r},p={p}",
                "c=biws,r={r},p={p}=",
                "c=biws,r={r},p=!{p}",
                "c=biws,r={r},p=\u00e9",
                "c=biws,r={r},p=AB==",
            })
    void base64_is_strict(String template) {
        assertThat(answered(template)).isEqualTo(failure(SaslFailure.INCORRECT_ENCODING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=eSws,r={r},p={p}", // y,,
                "c=biwsAAAA,r={r},p={p}", // with data, where none is bound
                "c=biws,r={r}x,p={p}",
                "c=biws,r=abc,p={p}",
                "c=biws,r={r},x=1,p={p}", // not what was signed
            })
    void what_does_not_fit_the_login_is_not_authorized(String template) {
        assertThat(answered(template)).isEqualTo(NOT_AUTHORIZED);
        assertThat(answered("c=biws,r={r},p={p}")).isInstanceOf(ScramServer.Step.Success.class);
    }

    @Test
    void a_message_out_of_turn_ends_the_login() {
        var server = server(Mechanism.SCRAM_SHA_256);
        var client = client(Mechanism.SCRAM_SHA_256, new ScramClient.Channel.Unbound(), "");
        server.receive(bytes(client.first()));
        assertThat(server.receive(bytes(client.first()))).isEqualTo(MALFORMED);
        assertThat(server.keys(KEYS)).isEqualTo(MALFORMED);
        assertThat(server.receive(bytes(client.first()))).isEqualTo(MALFORMED);
    }

    @Test
    void a_login_succeeds_once() {
        var server = server(Mechanism.SCRAM_SHA_256);
        var client = client(Mechanism.SCRAM_SHA_256, new ScramClient.Channel.Unbound(), "");
        server.receive(bytes(client.first()));
        var challenge = (ScramServer.Step.Challenge) server.keys(KEYS);
        var last = bytes(client.answer(bytes(challenge.message())).orElseThrow());
        assertThat(server.receive(last)).isInstanceOf(ScramServer.Step.Success.class);
        assertThat(server.receive(last)).isEqualTo(MALFORMED);
    }

    @Test
    void misuse_by_ourselves_is_thrown() {
        assertThatThrownBy(() -> server(Mechanism.PLAIN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server(Mechanism.SCRAM_SHA_256_PLUS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server(Mechanism.SCRAM_SHA_1).keys(KEYS)).isInstanceOf(IllegalArgumentException.class);
    }

    /// What becomes of a final message in which {r} is the nonce and {p} the right proof.
    private static ScramServer.Step answered(String template) {
        var server = server(Mechanism.SCRAM_SHA_256);
        var client = client(Mechanism.SCRAM_SHA_256, new ScramClient.Channel.Unbound(), "");
        server.receive(bytes(client.first()));
        var challenge = ((ScramServer.Step.Challenge) server.keys(KEYS)).message();
        var right = client.answer(bytes(challenge)).orElseThrow();
        return server.receive(bytes(template.replace("{r}", challenge.substring(2, challenge.indexOf(',')))
                .replace("{p}", right.substring(right.lastIndexOf("p=") + 2))));
    }

    private static ScramServer.Step login(ScramClient client, ScramServer server) {
        assertThat(server.receive(bytes(client.first()))).isInstanceOf(ScramServer.Step.KeysWanted.class);
        return finish(client, server);
    }

    private static ScramServer.Step finish(ScramClient client, ScramServer server) {
        var challenge = (ScramServer.Step.Challenge) server.keys(KEYS);
        return server.receive(bytes(client.answer(bytes(challenge.message())).orElseThrow()));
    }

    private static ScramServer server(Mechanism mechanism, ChannelBinding... bindings) {
        return new ScramServer(mechanism, List.of(bindings), new Random(1));
    }

    private static ScramClient client(Mechanism mechanism, ScramClient.Channel channel, String authzid) {
        return new ScramClient(mechanism, "juliet", authzid, new ClientPassword(WHEREFORE), channel, new Random(2));
    }

    private static void assertWanted(String message) {
        assertThat(server(Mechanism.SCRAM_SHA_256).receive(bytes(message)))
                .isInstanceOf(ScramServer.Step.KeysWanted.class);
    }

    private static void assertMalformed(String message) {
        assertThat(server(Mechanism.SCRAM_SHA_256).receive(bytes(message))).isEqualTo(MALFORMED);
    }

    private static ScramServer.Step failure(SaslFailure condition) {
        return new ScramServer.Step.Failure(condition);
    }

    private static byte[] bytes(String message) {
        return message.getBytes(UTF_8);
    }
}
