package io.kith.proto.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.kith.proto.fuzz.MutatedInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Any bytes at all: an outcome, never an exception. Runs the stored inputs, and some that chance makes of them; with
/// JAZZER_FUZZ=1 looks for new ones.
@Tag("fuzz") // putting the fuzzer's agent into the JVM takes seconds
final class SaslFuzzTest {

    private static final ChannelBinding BINDING =
            new ChannelBinding(ChannelBinding.Type.TLS_SERVER_END_POINT, "any certificate".getBytes(UTF_8));

    private static final List<String> WORDS = List.of(
            ",",
            "=",
            "\n",
            "\u0000",
            "n,,",
            "y,,",
            "p=tls-exporter,,",
            "p=tls-server-end-point,,",
            "a=",
            "n=",
            "m=",
            "r=",
            "c=biws",
            "p=",
            "=2C",
            "=3D",
            "\u00C3\u00A9",
            "\u00C0\u0080",
            "\u00CD\u008F",
            "SCRAM-SHA-1-PLUS\n");

    /// The input is three lines: the mechanism's name, the first message and the final one.
    @FuzzTest(maxDuration = "20s")
    void scram_messages(byte[] input) {
        var lines = lines(input);
        var mechanism = Mechanism.named(new String(lines.getFirst(), ISO_8859_1))
                .filter(named -> named.scram().isPresent())
                .orElse(Mechanism.SCRAM_SHA_256);
        var first = lines.get(1);
        var last = lines.get(2);

        var server = new ScramServer(mechanism, mechanism.isPlus() ? List.of(BINDING) : List.of(), new Random(1));
        if (server.receive(first) instanceof ScramServer.Step.KeysWanted(var username, var authzid)) {
            assertThat(SaslText.fits(username, SaslText.AUTHCID_BYTES_MAX)).isTrue();
            assertThat(SaslText.fits(authzid, SaslText.AUTHZID_BYTES_MAX)).isTrue();
            server.keys(new FakeKeys(new byte[16], 4_096).of(mechanism.scram().orElseThrow(), username));
        }
        assertThat(server.receive(last)).isInstanceOf(ScramServer.Step.Failure.class);
    }

    @FuzzTest(maxDuration = "20s")
    void plain_messages(byte[] message) {
        Plain.parse(message)
                .ifPresent(plain -> assertThat(plain.message().getBytes(UTF_8)).isEqualTo(message));
    }

    @Test
    void what_chance_makes_of_the_stored_inputs() throws Exception {
        MutatedInputs.each(SaslFuzzTest.class, "scram_messages", WORDS, 2_000, this::scram_messages);
        MutatedInputs.each(SaslFuzzTest.class, "plain_messages", WORDS, 20_000, this::plain_messages);
    }

    private static List<byte[]> lines(byte[] input) {
        var lines = new ArrayList<byte[]>();
        var start = 0;
        for (var end = 0; end < input.length && lines.size() < 2; end++) {
            if (input[end] == '\n') {
                lines.add(Arrays.copyOfRange(input, start, end));
                start = end + 1;
            }
        }
        while (lines.size() < 2) {
            lines.add(new byte[0]);
        }
        lines.add(Arrays.copyOfRange(input, start, input.length));
        return lines;
    }
}
