// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.InvalidInputException;
import org.p2vit.quant.kernel.ExactContract;
import org.p2vit.quant.model.AttentionCoding;
import org.p2vit.quant.model.QuantizedLinear;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;

class GoldenVitTests {
    private static final long SEED = 21;
    private static final VitShape SMALL = new VitShape(8, 12, 3, 4, 12, 2, 3, 20, 5);

    @ParameterizedTest(
            name =
                    "{0} x {1}, {2} channels, patch {3}, dim {4}, depth {5}, heads {6}, mlp {7}, {8} classes, {9} class tokens, {10} registers, {11} bits, {12}")
    @CsvSource({
        "1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 8, LOG2",
        "1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 8, UNIFORM",
        "4, 4, 1, 4, 2, 1, 2, 3, 2, 1, 0, 8, LOG2",
        "4, 4, 1, 4, 2, 1, 2, 3, 2, 1, 0, 8, UNIFORM",
        "8, 12, 3, 4, 12, 2, 3, 20, 5, 1, 0, 8, LOG2",
        "8, 12, 3, 4, 12, 2, 3, 20, 5, 1, 0, 8, UNIFORM",
        "8, 12, 3, 4, 12, 2, 3, 20, 5, 1, 0, 4, LOG2",
        "8, 12, 3, 4, 12, 2, 3, 20, 5, 1, 0, 4, UNIFORM",
        "8, 12, 3, 4, 12, 2, 3, 20, 5, 2, 0, 8, LOG2",
        "8, 12, 3, 4, 12, 2, 3, 20, 5, 1, 4, 8, LOG2",
        "8, 12, 3, 4, 12, 2, 3, 20, 5, 2, 3, 8, UNIFORM",
        "20, 16, 1, 4, 33, 1, 1, 65, 11, 1, 0, 8, LOG2",
        "20, 16, 1, 4, 33, 1, 1, 65, 11, 1, 0, 8, UNIFORM",
    })
    void equalsTheContractEvaluatedNaively(
            int height,
            int width,
            int channels,
            int patch,
            int dim,
            int depth,
            int heads,
            int mlp,
            int classes,
            int classTokens,
            int registers,
            int bits,
            AttentionCoding attention) {
        VitShape shape = new VitShape(height, width, channels, patch, dim, depth, heads, mlp, classes)
                .with(classTokens, registers);
        equalsTheContract(RandomQuantizedVit.of(shape, bits, attention, SEED));
    }

    private static void equalsTheContract(QuantizedVit vit) {
        byte[] patches = RandomQuantizedVit.patches(vit.shape(), SEED);
        ExactVit exact = new ExactVit(vit);
        exact.run(patches);
        RecordingTap tap = new RecordingTap(false);

        int[] logits = new GoldenVit(vit).forward(patches, tap);

        assertThat(tap.codes.keySet()).containsExactlyElementsOf(exact.tensors().keySet());
        exact.tensors().forEach((name, codes) -> assertThat(tap.codes.get(name))
                .as("%s, seed %d", name, SEED)
                .isEqualTo(codes));
        assertThat(logits).as("logits, seed %d", SEED).isEqualTo(exact.logits());
        assertThat(tap.values.get("logits")).isEqualTo(logits);
        exact.values().forEach((name, values) -> assertThat(tap.values.get(name))
                .as("%s, seed %d", name, SEED)
                .isEqualTo(values));
    }

    @ParameterizedTest
    @CsvSource({
        "DIRECT, 1, 0",
        "MEAN, 0, 0",
        "MEAN, 1, 3",
        "MEAN_NORM, 0, 0",
        "MEAN_NORM, 1, 2",
        "NORM_MEAN, 0, 4",
        "NORM_MEAN, 1, 0"
    })
    void otherReadoutsEqualTheContractEvaluatedNaively(Readout readout, int classTokens, int registers) {
        for (AttentionCoding attention : AttentionCoding.values()) {
            VitShape shape = SMALL.with(readout).with(classTokens, registers);
            equalsTheContract(RandomQuantizedVit.of(shape, 8, attention, SEED));
        }
    }

    @Test
    void tensorsHaveTheDocumentedShapes() {
        RecordingTap tap = new RecordingTap(true);
        new GoldenVit(RandomQuantizedVit.of(SMALL, SEED)).forward(RandomQuantizedVit.patches(SMALL, SEED), tap);

        assertThat(tap.shapes)
                .containsEntry("input", "6x48")
                .containsEntry("patch_embed.acc", "7x12")
                .containsEntry("patch_embed", "7x12")
                .containsEntry("patch_embed_exponents", "7x2")
                .containsEntry("blocks.1.q.acc", "7x12")
                .containsEntry("blocks.1.attn_logits.acc", "21x7")
                .containsEntry("blocks.1.attn_logits", "21x7")
                .containsEntry("blocks.1.attn_codes", "21x7")
                .containsEntry("blocks.1.attn_sum", "21x1")
                .containsEntry("blocks.1.attn_out.acc", "7x12")
                .containsEntry("blocks.1.attn_out", "7x12")
                .containsEntry("blocks.1.proj.acc", "7x12")
                .containsEntry("blocks.1.proj", "7x12")
                .containsEntry("blocks.1.proj_exponents", "7x2")
                .containsEntry("blocks.1.fc1.acc", "7x20")
                .containsEntry("blocks.1.fc1", "7x20")
                .containsEntry("blocks.1.gelu", "7x20")
                .containsEntry("blocks.1.gelu_exponents", "7x3")
                .containsEntry("blocks.1.fc2.acc", "7x12")
                .containsEntry("blocks.1.fc2", "7x12")
                .containsEntry("blocks.1.fc2_exponents", "7x2")
                .containsEntry("norm", "1x12")
                .containsEntry("logits.acc", "1x5")
                .containsEntry("logits", "1x5");
        assertThat(tap.shapes).hasSize(5 + 2 * 16 + 2 + 2 * 8);
    }

    /** Exponents come directly behind the codes that they belong to. */
    @Test
    void exponentsFollowTheirCodes() {
        RecordingTap tap = new RecordingTap(true);
        new GoldenVit(RandomQuantizedVit.of(SMALL, SEED)).forward(RandomQuantizedVit.patches(SMALL, SEED), tap);
        List<String> names = List.copyOf(tap.shapes.keySet());
        for (String tensor : List.of("patch_embed", "blocks.0.proj", "blocks.0.gelu", "blocks.1.fc2")) {
            assertThat(names.get(names.indexOf(tensor) + 1)).isEqualTo(tensor + "_exponents");
        }
    }

    /** §7: a constant token is bias and position alone, whatever the image is, and its patch adds nothing. */
    @Test
    void constantTokensHavePatchesOfZeros() {
        VitShape shape = new VitShape(8, 12, 3, 4, 12, 1, 3, 20, 5).with(1, 1);
        QuantizedVit vit = RandomQuantizedVit.of(shape, SEED);
        QuantizedLinear layer = vit.patchEmbedding();
        for (int image = 0; image < 3; image++) {
            RecordingTap tap = new RecordingTap(true);
            new GoldenVit(vit).forward(RandomQuantizedVit.patches(shape, image), tap);
            assertThat(Arrays.copyOf(tap.values.get("patch_embed.acc"), 24)).containsOnly(0);
            assertThat(Arrays.stream(tap.values.get("patch_embed.acc")).skip(24))
                    .anyMatch(sum -> sum != 0);
            for (int i = 0; i < 24; i++) {
                int exponent = tap.codes.get("patch_embed_exponents")[i / 12 * 2 + i % 12 / 8];
                double z = layer.bias()[i % 12]
                        + Math.floor(Math.scalb(2.0 * vit.position()[i], 12 - layer.residualShift()[i % 12]));
                double code = Math.floor(Math.scalb(Math.floor(z / 16), -1 - exponent) + 0.5);
                assertThat(tap.codes.get("patch_embed")[i])
                        .as("element %d, seed %d", i, SEED)
                        .isEqualTo((int) Math.max(-256, Math.min(255, code)));
            }
        }
    }

    @Test
    void accumulatorsLeadToTheirTensors() {
        QuantizedVit vit = RandomQuantizedVit.of(SMALL, SEED);
        RecordingTap tap = new RecordingTap(true);
        new GoldenVit(vit).forward(RandomQuantizedVit.patches(SMALL, SEED), tap);

        int[] shifts = vit.blocks().get(1).attention().logitShift();
        int[] acc = tap.values.get("blocks.1.attn_logits.acc");
        int[] codes = tap.codes.get("blocks.1.attn_logits");
        int headSize = codes.length / shifts.length;
        for (int i = 0; i < codes.length; i++) {
            int shift = shifts[i / headSize];
            assertThat(codes[i])
                    .as("logit %d, seed %d", i, SEED)
                    .isEqualTo(ExactContract.sat8(ExactContract.roundShift(ExactContract.big(acc[i]), shift)));
        }
    }

    /** fc1 is seen as GELU takes it, finer than any int8 and 18 bits wide. */
    @Test
    void theInputOfGeluIsWide() {
        QuantizedVit vit = RandomQuantizedVit.of(SMALL, SEED);
        RecordingTap tap = new RecordingTap(true);
        new GoldenVit(vit).forward(RandomQuantizedVit.patches(SMALL, SEED), tap);

        QuantizedLinear fc1 = vit.blocks().get(1).fc1();
        int[] acc = tap.values.get("blocks.1.fc1.acc");
        int[] h = tap.values.get("blocks.1.fc1");
        for (int i = 0; i < h.length; i++) {
            int o = i % fc1.outputs();
            assertThat(h[i])
                    .as("h %d, seed %d", i, SEED)
                    .isEqualTo(ExactContract.sat18(ExactContract.roundShift(
                            ExactContract.sum(ExactContract.big(acc[i]), fc1.bias()[o], fc1.shift()[o], 0), 4)));
        }
        assertThat(IntStream.of(h).anyMatch(value -> Math.abs(value) > 255)).isTrue();
    }

    /** The sums of fc2 are those of codes taken to the exponent of their row, made here from the two tensors of GELU. */
    @Test
    void theSumsOfFc2AreOfAlignedCodes() {
        QuantizedVit vit = RandomQuantizedVit.of(SMALL, SEED + 1);
        RecordingTap tap = new RecordingTap(true);
        new GoldenVit(vit).forward(RandomQuantizedVit.patches(SMALL, SEED), tap);

        QuantizedLinear fc2 = vit.blocks().get(1).fc2();
        int[] words = tap.codes.get("blocks.1.gelu");
        int[] exponents = tap.codes.get("blocks.1.gelu_exponents");
        int[] acc = tap.values.get("blocks.1.fc2.acc");
        for (int i = 0; i < acc.length; i++) {
            int row = i / 12;
            int rho = Math.max(exponents[3 * row], Math.max(exponents[3 * row + 1], exponents[3 * row + 2]));
            int expected = 0;
            for (int k = 0; k < 20; k++) {
                double aligned = Math.scalb((double) words[row * 20 + k], exponents[3 * row + k / 8] - rho);
                expected += (int) Math.floor(aligned + 0.5) * fc2.weights()[i % 12 * 20 + k];
            }
            assertThat(acc[i]).as("sum %d, seed %d", i, SEED).isEqualTo(expected);
        }
        assertThat(IntStream.of(exponents).distinct().count()).isGreaterThan(1);
    }

    @Test
    void aTapChangesNothing() {
        GoldenVit golden = new GoldenVit(RandomQuantizedVit.of(SMALL, SEED));
        byte[] patches = RandomQuantizedVit.patches(SMALL, SEED);
        assertThat(golden.forward(patches)).isEqualTo(golden.forward(patches, new RecordingTap(true)));
    }

    @Test
    void theFirstOfEqualLogitsWins() {
        assertThat(GoldenVit.classOf(new int[] {-5, 7, 3, 7})).isEqualTo(1);
        assertThat(GoldenVit.classOf(new int[] {Integer.MIN_VALUE})).isZero();
    }

    @Test
    void refusesAnImageOfAnotherSize() {
        GoldenVit golden = new GoldenVit(RandomQuantizedVit.of(SMALL, SEED));
        byte[] tooLong = Arrays.copyOf(RandomQuantizedVit.patches(SMALL, SEED), 6 * 48 + 1);
        assertThatThrownBy(() -> golden.forward(tooLong))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("289 codes")
                .hasMessageContaining("288");
    }
}
