// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.calibration.options.QuantizerOptions;
import org.p2vit.quant.calibration.options.Technique;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.weights.CheckpointReader;
import org.p2vit.quant.weights.FloatBlock;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatTensor;
import org.p2vit.quant.weights.FloatVit;
import org.p2vit.quant.weights.SyntheticCheckpoint;

class SparseCheckpointTests {
    /** fc2 has 30 inputs, so groups of 4 and of 8 end with shorter ones, of 2 and of 6. */
    private static final VitShape SHAPE = new VitShape(16, 16, 3, 8, 32, 2, 2, 30, 5);

    private static final int INPUTS = 30;

    private final FloatVit vit = CheckpointReader.read(new SyntheticCheckpoint(SHAPE, 4));

    /** A weight too many in one group, of the first output or the last, leaves a looser pattern or none. */
    @ParameterizedTest
    @CsvSource({
        "2, 4, 8s2:4",
        "4, 8, 8s4:8",
        "3, 4, 8s3:4",
        "4, 4, 8",
    })
    void theTightestPatternIsTaken(int kept, int group, String kind) {
        assertThat(kindOfFc2(weights(kept, group))).isEqualTo(kind);
    }

    @Test
    void oneWeightTooManyCounts() {
        int[][] places = {{0, 3}, {31, 27}, {31, 3}, {0, 27}};
        for (int[] place : places) {
            float[] weights = weights(3, 4);
            weights[place[0] * INPUTS + place[1]] = 1;
            assertThat(kindOfFc2(weights))
                    .as("output %d, input %d", place[0], place[1])
                    .isEqualTo("8");
        }
    }

    /** The last six inputs may have four weights at 4:8, the last two both at 2:4. */
    @Test
    void theLastGroupIsShorter() {
        float[] weights = weights(4, 8);
        weights[INPUTS - 2] = 1;
        assertThat(kindOfFc2(weights)).as("five of the last six inputs").isEqualTo("8");
        float[] both = weights(2, 4);
        both[INPUTS - 1] = 1;
        both[INPUTS - 2] = 1;
        assertThat(kindOfFc2(both)).isEqualTo("8s2:4");
    }

    @Test
    void nothingIsSaidOfZerosAlone() {
        assertThat(kindOfFc2(new float[SHAPE.dim() * INPUTS])).isEqualTo("8");
        QuantizerOptions options = QuantizerOptions.DEFAULT;
        assertThat(SparseCheckpoint.recognised(vit, options)).isSameAs(options);
    }

    private String kindOfFc2(float[] weights) {
        List<FloatBlock> blocks = new ArrayList<>(vit.blocks());
        FloatBlock block = blocks.get(1);
        FloatLinear fc2 = new FloatLinear(
                FloatTensor.of(weights, SHAPE.dim(), INPUTS), block.fc2().bias());
        blocks.set(1, new FloatBlock(block.norm1(), block.qkv(), block.proj(), block.norm2(), block.fc1(), fc2));
        FloatVit trained = new FloatVit(
                SHAPE,
                vit.patchEmbed(),
                vit.constantTokens(),
                vit.positions(),
                blocks,
                vit.norm(),
                vit.head(),
                vit.metadata());
        QuantizerOptions options = SparseCheckpoint.recognised(trained, QuantizerOptions.DEFAULT);
        String kind = options.kindOf("blocks.1.fc2").toString();
        assertThat(options.kindOf("blocks.0.fc2")).hasToString("8");
        assertThat(options.has(Technique.ROTATION)).as("rotation fills zeros").isEqualTo(kind.equals("8"));
        return kind;
    }

    /** The first weights of each group, all 1. */
    private static float[] weights(int kept, int group) {
        float[] weights = new float[SHAPE.dim() * INPUTS];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % INPUTS % group < kept ? 1 : 0;
        }
        return weights;
    }
}
