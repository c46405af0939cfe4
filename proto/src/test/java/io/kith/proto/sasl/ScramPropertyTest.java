package io.kith.proto.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Both sides against one another, and the server against noise.
final class ScramPropertyTest {

    private static final ChannelBinding BINDING =
            new ChannelBinding(ChannelBinding.Type.TLS_SERVER_END_POINT, "any certificate".getBytes(UTF_8));
    private static final Password WHEREFORE = Password.of("wherefore").orElseThrow();

    @Property(tries = 100)
    void whoever_knows_the_password_logs_in_and_knows_the_server(
            @ForAll("scram") Mechanism mechanism,
            @ForAll("names") String username,
            @ForAll("names") String authzid,
            @ForAll("typed") String typed,
            @ForAll long seed) {
        var password = Password.of(typed);
        Assume.that(password.isPresent());
        var random = new Random(seed);
        var salt = new byte[ScramKeys.SALT_BYTES];
        random.nextBytes(salt);
        var keys = ScramKeys.derive(mechanism.scram().orElseThrow(), password.get(), salt, ScramKeys.ITERATIONS_MIN);
        var server = new ScramServer(mechanism, mechanism.isPlus() ? List.of(BINDING) : List.of(), random);
        var client = new ScramClient(
                mechanism, username, authzid, new ClientPassword(password.get()), channel(mechanism), random);

        assertThat(server.receive(bytes(client.first()))).isEqualTo(new ScramServer.Step.KeysWanted(username, authzid));
        var challenge = (ScramServer.Step.Challenge) server.keys(keys);
        var last = client.answer(bytes(challenge.message())).orElseThrow();
        assertThat(server.receive(bytes(last))).isInstanceOfSatisfying(ScramServer.Step.Success.class, success -> {
            assertThat(success.username()).isEqualTo(username);
            assertThat(success.authzid()).isEqualTo(authzid);
            assertThat(client.accepts(bytes(success.message()))).isTrue();
        });
    }

    @Property(tries = 300)
    void one_changed_byte_anywhere_in_the_final_message_fails(@ForAll int where, @ForAll byte what) {
        var keys = new ClientPassword(WHEREFORE);
        var random = new Random(3);
        var server = new ScramServer(Mechanism.SCRAM_SHA_1, List.of(), random);
        var client =
                new ScramClient(Mechanism.SCRAM_SHA_1, "juliet", "", keys, new ScramClient.Channel.Unbound(), random);
        server.receive(bytes(client.first()));
        var challenge = (ScramServer.Step.Challenge) server.keys(Known.SHA_1);
        var last = bytes(client.answer(bytes(challenge.message())).orElseThrow());
        var place = Math.floorMod(where, last.length);
        Assume.that(last[place] != what);
        last[place] = what;
        assertThat(server.receive(last)).isInstanceOf(ScramServer.Step.Failure.class);
    }

    @Property(tries = 2_000)
    void noise_fails_and_throws_nothing(
            @ForAll("scram") Mechanism mechanism, @ForAll("noise") byte[] first, @ForAll("noise") byte[] last) {
        var server = new ScramServer(mechanism, List.of(BINDING), new Random(1));
        if (server.receive(first) instanceof ScramServer.Step.KeysWanted) {
            server.keys(Known.of(mechanism));
        }
        assertThat(server.receive(last)).isInstanceOf(ScramServer.Step.Failure.class);
        Plain.parse(first).ifPresent(plain -> assertThat(bytes(plain.message())).isEqualTo(first));
        var client = new ScramClient(
                mechanism, "juliet", "", new ClientPassword(WHEREFORE), channel(mechanism), new Random(1));
        assertThat(client.answer(first)).isEmpty();
        assertThat(client.accepts(last)).isFalse();
    }

    @Provide
    Arbitrary<Mechanism> scram() {
        return Arbitraries.of(Mechanism.class)
                .filter(mechanism -> mechanism.scram().isPresent());
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings()
                .withChars("abz,=\u00e9\u4e2d@/ ")
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> typed() {
        return Arbitraries.strings()
                .ascii()
                .withChars("\u00e9\u00aa\u2168\u00ad\u4e2d")
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    /// Bytes that look like SCRAM now and then.
    @Provide
    Arbitrary<byte[]> noise() {
        var words = Arbitraries.of(
                        "n",
                        "y",
                        "p=tls-server-end-point",
                        "p=",
                        "a=",
                        "n=",
                        "r=",
                        "c=",
                        "m=",
                        "x=1",
                        ",",
                        ",",
                        ",",
                        "=",
                        "=2C",
                        "=3",
                        "abc",
                        "biws",
                        "\0",
                        "\u00e9",
                        "AAAA",
                        "i=4096",
                        "s=AAAA",
                        "v=",
                        "e=x")
                .list()
                .ofMaxSize(14)
                .map(parts -> bytes(String.join("", parts)));
        return Arbitraries.oneOf(words, Arbitraries.bytes().array(byte[].class).ofMaxSize(64));
    }

    private static ScramClient.Channel channel(Mechanism mechanism) {
        return mechanism.isPlus() ? new ScramClient.Channel.Bound(BINDING) : new ScramClient.Channel.Unbound();
    }

    private static byte[] bytes(String message) {
        return message.getBytes(UTF_8);
    }

    /// Keys that cost their derivation once.
    private static final class Known {
        static final ScramKeys SHA_1 = derive(ScramHash.SHA_1);
        static final ScramKeys SHA_256 = derive(ScramHash.SHA_256);
        static final ScramKeys SHA_512 = derive(ScramHash.SHA_512);

        static ScramKeys of(Mechanism mechanism) {
            return switch (mechanism.scram().orElseThrow()) {
                case SHA_1 -> SHA_1;
                case SHA_256 -> SHA_256;
                case SHA_512 -> SHA_512;
            };
        }

        private static ScramKeys derive(ScramHash hash) {
            return ScramKeys.derive(hash, WHEREFORE, bytes("salt"), ScramKeys.ITERATIONS_MIN);
        }
    }
}
