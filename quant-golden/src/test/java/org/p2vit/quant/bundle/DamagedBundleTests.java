// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;

class DamagedBundleTests {
    private static final long SEED = 42;
    private final byte[] bundle =
            QuantizedBundle.toBytes(RandomQuantizedVit.of(new VitShape(4, 8, 1, 4, 3, 1, 1, 5, 3), 4, SEED));

    @Test
    void everyTruncationIsDetected() {
        for (int length = 0; length < bundle.length; length++) {
            assertRefused(Arrays.copyOf(bundle, length), "length " + length);
        }
    }

    @Test
    void everyFlippedByteIsDetected() {
        Random random = new Random(SEED);
        for (int i = 0; i < bundle.length; i++) {
            byte[] damaged = bundle.clone();
            damaged[i] ^= (byte) (1 << random.nextInt(8));
            assertRefused(damaged, "byte " + i + ", seed " + SEED);
        }
    }

    @Test
    void trailingBytesAreDetected() {
        assertRefused(Arrays.copyOf(bundle, bundle.length + 1), "one trailing byte");
        byte[] twice = Arrays.copyOf(bundle, 2 * bundle.length);
        System.arraycopy(bundle, 0, twice, bundle.length, bundle.length);
        assertRefused(twice, "twice the bundle");
        Forgery forgery = new Forgery(bundle);
        forgery.payload = Arrays.copyOf(forgery.payload, forgery.payload.length + 3);
        assertRefused(forgery.toBytes(), "3 bytes behind the last array belong to none", "signed");
    }

    @Test
    void anotherVersionIsNamed() {
        assertThat(QuantizedBundle.VERSION).isEqualTo(14);
        for (int version : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 256 + 14, -1}) {
            Forgery forgery = new Forgery(bundle);
            byte[] file = forgery.toBytes(version, forgery.header.length());
            assertThatThrownBy(() -> QuantizedBundle.fromBytes(file))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage("its format is version " + (version == -1 ? "4294967295" : version)
                            + "; this program reads version 14, quantize the network again");
        }
        Forgery same = new Forgery(bundle);
        assertThat(same.toBytes(14, same.header.length())).isEqualTo(bundle);
    }

    @Test
    void hostileLengthsAreRefused() {
        Forgery forgery = new Forgery(bundle);
        for (int claimed : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, bundle.length, bundle.length - 47}) {
            assertRefused(forgery.toBytes(QuantizedBundle.VERSION, claimed), "its header claims", "claimed " + claimed);
        }
        assertRefused(forgery.toBytes(QuantizedBundle.VERSION, 0), "the header is not", "empty header");
        refusedHeader(
                "\"count\":2147483647", header -> header.replaceFirst("\"count\":9", "\"count\":2147483647"), "ends");
        refusedHeader("\"count\":-1", header -> header.replaceFirst("\"count\":9", "\"count\":-1"), "has -1 elements");
        refusedHeader("too large", header -> header.replaceFirst("\"count\":9", "\"count\":4294967305"), "not a whole");
        refusedHeader("fraction", header -> header.replaceFirst("\"count\":9", "\"count\":9.0"), "not a whole number");
    }

    @Test
    void theHeaderMustBeComplete() {
        refusedHeader("no JSON", header -> header.substring(1), "the header is not");
        refusedHeader("array", header -> "[" + header + "]", "the header is not a JSON object");
        refusedHeader("second value", header -> header + "{}", "not valid JSON");
        refusedHeader("nested", header -> "[".repeat(100_000) + "]".repeat(100_000), "not valid JSON");
        refusedHeader("unknown field", header -> header.replaceFirst("\\{", "{\"x\":1,"), "unknown field \"x\"");
        refusedHeader(
                "missing field", header -> header.replace("\"preprocess\":\"crop=4x8\",", ""), "no field preprocess");
        refusedHeader("attention", header -> header.replace("\"log2\"", "\"log\""), "known are log2 and uniform");
        refusedHeader("repeated field", header -> header.replaceFirst("\\{", "{\"labels\":[],"), "not valid JSON");
        refusedHeader(
                "label", header -> header.replace("\"labels\":[]", "\"labels\":[1,2,3]"), "a label is 1, not text");
        refusedHeader(
                "labels", header -> header.replace("\"labels\":[]", "\"labels\":[\"a\"]"), "labels has 1 entries");
        refusedHeader("shape", header -> header.replace("\"heads\":1", "\"heads\":2"), "2 heads");
        refusedHeader(
                "shape", header -> header.replace("\"dim\":3", "\"dim\":\"3\""), "dim is \"3\", not a whole number");
        refusedHeader(
                "depth",
                header -> header.replace("\"depth\":1", "\"depth\":2147483647"),
                "blocks.1.ln1.gain is missing");
        refusedHeader("classes", header -> header.replace("\"classes\":3", "\"classes\":2147483647"), "head weights");
    }

    @Test
    void everyArrayMustBeThereOnceAndOfItsType() {
        refusedHeader("renamed", header -> header.replace("head.bias", "head.bios"), "head.bias is missing");
        refusedHeader("twice", header -> header.replace("head.bias", "head.shift"), "head.shift is listed twice");
        refusedHeader("type", header -> header.replace("\"i16\"", "\"i17\""), "unknown type \"i17\"");
        refusedHeader("other type", header -> header.replace("\"i32\"", "\"f32\""), "has the type f32; i32 is needed");
        Forgery forgery = new Forgery(bundle);
        forgery.header = forgery.header.replace("]}", ",{\"name\":\"extra\",\"type\":\"i8\",\"count\":0}]}");
        assertRefused(forgery.toBytes(), "array extra has no place in the network", "extra array");
    }

    @Test
    void aHalfByteWithoutACodeMustBeZero() {
        Forgery forgery = new Forgery(bundle);
        // The 3 × 3 weights of q are the first array of 4-bit codes: 9 codes, the upper half of the last byte unused.
        int start = forgery.offsetOf("blocks.0.q.weights");
        forgery.payload[start + 4] |= (byte) 0x10;
        assertRefused(forgery.toBytes(), "blocks.0.q.weights has bits that no value needs", "half byte");
    }

    /** Whatever a signed bundle holds, it is refused with a reason or is the one way to write a network. Half of the bytes are weights. */
    @Test
    void signedNonsenseIsRefusedOrCanonical() {
        byte[] wide =
                QuantizedBundle.toBytes(RandomQuantizedVit.of(new VitShape(4, 8, 1, 4, 24, 1, 1, 48, 3), 4, SEED));
        Random random = new Random(SEED);
        int refused = 0;
        for (int run = 0; run < 1500; run++) {
            byte[] body = Arrays.copyOf(wide, wide.length - 32);
            int changes = run < 1000 ? 1 : 2 + random.nextInt(2);
            for (int change = 0; change < changes; change++) {
                body[8 + random.nextInt(body.length - 8)] = (byte) random.nextInt(256);
            }
            byte[] file = Forgery.signed(body);
            try {
                assertThat(QuantizedBundle.toBytes(QuantizedBundle.fromBytes(file)))
                        .as("run %d, seed %d", run, SEED)
                        .isEqualTo(file);
            } catch (InvalidInputException e) {
                assertThat(e.getMessage()).as("run %d", run).isNotBlank();
                refused++;
            }
        }
        assertThat(refused).isBetween(700, 1400);
    }

    private void refusedHeader(String what, UnaryOperator<String> change, String message) {
        Forgery forgery = new Forgery(bundle);
        String changed = change.apply(forgery.header);
        assertThat(changed).as(what).isNotEqualTo(forgery.header);
        forgery.header = changed;
        assertRefused(forgery.toBytes(), message, what);
    }

    private static void assertRefused(byte[] file, String what) {
        assertThatThrownBy(() -> QuantizedBundle.fromBytes(file)).as(what).isInstanceOf(InvalidInputException.class);
    }

    private static void assertRefused(byte[] file, String message, String what) {
        assertThatThrownBy(() -> QuantizedBundle.fromBytes(file))
                .as(what)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(message);
    }
}
