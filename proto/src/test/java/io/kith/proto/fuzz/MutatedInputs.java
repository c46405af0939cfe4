package io.kith.proto.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/// The stored inputs of a fuzz target with a few changes in each: bytes turned, cut out, doubled, put in from a
/// dictionary or from another input. Other ones in every run; the same for the same seed, `-Dkith.fuzz.seed`.
public final class MutatedInputs {

    /// How long one may become.
    static final int BYTES_MAX = 16_384;

    private static final int CHANGES_MAX = 6;

    private final Random random;
    private final List<byte[]> inputs;
    private final List<byte[]> dictionary;

    private MutatedInputs(Random random, List<byte[]> inputs, List<String> dictionary) {
        this.random = random;
        this.inputs = inputs;
        this.dictionary =
                dictionary.stream().map(word -> word.getBytes(ISO_8859_1)).toList();
    }

    /// Has `target` take so many of them; what it throws fails with the seed and the input.
    ///
    /// @param test where the target is, with its inputs beside it as the fuzzer wants them
    /// @param name of the target
    /// @param dictionary what the language is made of, a byte for a character
    public static void each(Class<?> test, String name, List<String> dictionary, int tries, Consumer<byte[]> target)
            throws IOException, URISyntaxException {
        var seed = Long.getLong("kith.fuzz.seed", System.nanoTime());
        var mutated = new MutatedInputs(new Random(seed), stored(test, name), dictionary);
        for (var i = 0; i < tries; i++) {
            var input = mutated.next();
            try {
                target.accept(input);
            } catch (RuntimeException | Error wrong) {
                throw new AssertionError(
                        "input " + i + " of -Dkith.fuzz.seed=" + seed + ", in base64: "
                                + Base64.getEncoder().encodeToString(input),
                        wrong);
            }
        }
    }

    private static List<byte[]> stored(Class<?> test, String name) throws IOException, URISyntaxException {
        var folder = Objects.requireNonNull(test.getResource(test.getSimpleName() + "Inputs/" + name), name);
        var inputs = new ArrayList<byte[]>();
        try (var files = Files.list(Path.of(folder.toURI()))) {
            for (var file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
        }
        return inputs;
    }

    private byte[] next() {
        var input = any(inputs);
        for (var left = 1 + random.nextInt(CHANGES_MAX); left > 0; left--) {
            input = changed(input);
        }
        return Arrays.copyOf(input, Math.min(input.length, BYTES_MAX));
    }

    private byte[] changed(byte[] input) {
        var from = random.nextInt(input.length + 1);
        var to = from + random.nextInt(Math.min(input.length - from, 64) + 1);
        return switch (random.nextInt(6)) {
            case 0 -> {
                var turned = input.clone();
                if (from < turned.length) {
                    turned[from] ^= (byte) (1 << random.nextInt(8));
                }
                yield turned;
            }
            case 1 -> spliced(input, from, from, new byte[] {(byte) random.nextInt(256)});
            case 2 -> spliced(input, from, to, new byte[0]);
            case 3 -> spliced(input, from, from, Arrays.copyOfRange(input, from, to));
            case 4 -> spliced(input, from, from, any(dictionary));
            default -> {
                var other = any(inputs);
                var start = random.nextInt(other.length + 1);
                yield spliced(input, from, input.length, Arrays.copyOfRange(other, start, other.length));
            }
        };
    }

    private static byte[] spliced(byte[] input, int from, int to, byte[] between) {
        var out = new ByteArrayOutputStream();
        out.write(input, 0, from);
        out.writeBytes(between);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }

    private byte[] any(List<byte[]> of) {
        return of.get(random.nextInt(of.size()));
    }
}
