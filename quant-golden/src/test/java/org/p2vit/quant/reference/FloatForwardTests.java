// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2vit.quant.model.Activation;
import org.p2vit.quant.model.Readout;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.quant.weights.RandomVit;

class FloatForwardTests {
    private static final VitShape SMALL = new VitShape(8, 12, 3, 4, 12, 2, 3, 20, 5);
    private static final long SEED = 29;

    static Stream<VitShape> shapes() {
        return Stream.of(
                new VitShape(1, 1, 1, 1, 1, 1, 1, 1, 1),
                SMALL,
                SMALL.with(2, 0),
                SMALL.with(1, 4),
                SMALL.with(Readout.DIRECT),
                SMALL.with(Readout.MEAN),
                SMALL.with(Readout.MEAN).with(0, 0),
                SMALL.with(Readout.MEAN_NORM).with(0, 3),
                SMALL.with(Readout.MEAN_NORM).with(1, 4),
                SMALL.with(Readout.NORM_MEAN).with(0, 0),
                SMALL.with(Readout.NORM_MEAN).with(1, 4),
                SMALL.with(Activation.GELU_TANH),
                SMALL.with(Activation.QUICK_GELU),
                SMALL.with(Activation.RELU),
                new VitShape(15, 5, 1, 5, 8, 3, 1, 7, 1),
                new VitShape(8, 8, 3, 2, 24, 2, 3, 33, 9),
                new VitShape(14, 14, 3, 2, 64, 12, 4, 513, 17));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void agreesWithTheDefinition(VitShape shape) {
        FloatVit vit = RandomVit.of(shape, SEED);
        FloatTensor patches = RandomVit.patches(shape, SEED + 1);
        float[] logits = new FloatForward(vit).logits(patches);
        double[] expected = NaiveVit.logits(vit, patches);
        assertThat(logits).hasSize(expected.length);
        for (int i = 0; i < logits.length; i++) {
            assertThat((double) logits[i])
                    .as("logit %d of %s, seed %d", i, shape, SEED)
                    .isCloseTo(expected[i], within(2e-5));
        }
    }

    @Test
    void showsEveryTensorInOrderWithItsSize() {
        Map<String, String> seen = new LinkedHashMap<>();
        new FloatForward(RandomVit.of(SMALL, SEED)).logits(RandomVit.patches(SMALL, SEED), (name, data, rows, cols) -> {
            assertThat(data).as(name).hasSize(rows * cols);
            assertThat(seen.put(name, rows + "x" + cols)).as(name).isNull();
        });
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("input", "6x48");
        expected.put("patch_proj", "6x12");
        expected.put("patch_embed", "7x12");
        for (String block : new String[] {"blocks.0.", "blocks.1."}) {
            for (String name : new String[] {"ln1", "q", "k", "v"}) {
                expected.put(block + name, "7x12");
            }
            expected.put(block + "attn_logits", "21x7");
            expected.put(block + "attn_probs", "21x7");
            for (String name : new String[] {"attn_out", "proj_branch", "proj", "ln2"}) {
                expected.put(block + name, "7x12");
            }
            expected.put(block + "fc1", "7x20");
            expected.put(block + "gelu", "7x20");
            expected.put(block + "fc2_branch", "7x12");
            expected.put(block + "fc2", "7x12");
        }
        expected.put("norm", "7x12");
        expected.put("logits", "1x5");
        assertThat(seen.entrySet()).containsExactlyElementsOf(expected.entrySet());
    }

    @Test
    void goesOnWithWhatATapWrites() {
        FloatForward forward = new FloatForward(RandomVit.of(SMALL, SEED));
        FloatTensor one = RandomVit.patches(SMALL, 1);
        FloatTensor other = RandomVit.patches(SMALL, 2);
        Map<String, float[]> ofOther = new LinkedHashMap<>();
        float[] expected = forward.logits(other, (name, data, rows, cols) -> ofOther.put(name, data.clone()));
        // Each of these alone cuts the network in two, so what comes after must be that of the other image.
        for (String cut :
                new String[] {"input", "patch_proj", "patch_embed", "blocks.0.proj", "blocks.1.fc2", "norm"}) {
            float[] logits = forward.logits(one, (name, data, rows, cols) -> {
                if (name.equals(cut)) {
                    System.arraycopy(ofOther.get(name), 0, data, 0, data.length);
                }
            });
            assertThat(logits).as("cut at %s", cut).isEqualTo(expected);
        }
        assertThat(forward.logits(one)).isNotEqualTo(expected);
    }

    @Test
    void everyTensorMatters() {
        FloatForward forward = new FloatForward(RandomVit.of(SMALL, SEED));
        FloatTensor patches = RandomVit.patches(SMALL, SEED);
        Map<String, Integer> sizes = new LinkedHashMap<>();
        float[] expected = forward.logits(patches, (name, data, rows, cols) -> sizes.put(name, data.length));
        for (String changed : sizes.keySet()) {
            float[] logits = forward.logits(patches, (name, data, rows, cols) -> {
                if (name.equals(changed)) {
                    for (int i = 0; i < data.length; i += 5) {
                        data[i] += 1;
                    }
                }
            });
            assertThat(logits).as("after a change of %s", changed).isNotEqualTo(expected);
        }
    }

    @Test
    void refusesPatchesOfAnotherShape() {
        FloatForward forward = new FloatForward(RandomVit.of(SMALL, SEED));
        assertThatThrownBy(() -> forward.logits(FloatTensor.of(new float[48], 1, 48)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1, 48]");
    }
}
