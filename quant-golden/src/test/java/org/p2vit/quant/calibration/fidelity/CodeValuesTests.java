// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.p2vit.quant.kernel.BlockCodes;
import org.p2vit.quant.kernel.GeluKernel;
import org.p2vit.quant.model.QuantizedGelu;
import org.p2vit.quant.model.QuantizedVit;
import org.p2vit.quant.model.RandomQuantizedVit;
import org.p2vit.quant.model.VitShape;
import org.p2vit.quant.reference.FloatGelu;

class CodeValuesTests {
    private static final long SEED = 5;
    private final QuantizedVit vit = RandomQuantizedVit.of(new VitShape(4, 4, 1, 4, 4, 12, 1, 4, 2), SEED);
    private final CodeValues values = new CodeValues(vit);

    /** Codes before and behind GELU, put into their values, are an argument and the function of it, §6. */
    @Test
    void valuesBehindGeluAreTheFunctionOfThoseBefore() {
        for (int n = 0; n < vit.blocks().size(); n++) {
            QuantizedGelu gelu = vit.blocks().get(n).gelu();
            double unit = Math.scalb(1.0, vit.exponents().blocks().get(n).gelu());
            CodeValues.Rule before = values.of("blocks." + n + ".fc1");
            for (int h = -131_072; h <= 131_071; h += 7) {
                BlockCodes one = GeluKernel.apply(new int[] {h}, 1, gelu.shift());
                if (one.codes()[0] < 127) {
                    CodeValues.Rule behind = values.inBlocks("blocks." + n + ".gelu", one.exponents());
                    double half = Math.scalb(unit, one.exponents()[0]) / 2;
                    assertThat(Math.abs(behind.of(0, one.codes()[0]) - FloatGelu.of(before.of(3, h))))
                            .as("block %d, h %d, seed %d", n, h, SEED)
                            .isLessThanOrEqualTo(half + 0.005);
                }
            }
        }
    }

    /** By hand: e_y − 3, and e_y + d of the block; rows of 4 words have one block, and of 20 in the other network three. */
    @Test
    void codesAroundGeluHaveTheirExponents() {
        int e = vit.exponents().blocks().get(1).gelu();
        assertThat(values.of("blocks.1.fc1").of(0, -7)).isEqualTo(-7 * Math.pow(2, e - 3));
        CodeValues.Rule behind = values.inBlocks("blocks.1.gelu", new byte[] {0, 5});
        assertThat(behind.of(3, -7)).isEqualTo(-7 * Math.pow(2, e));
        assertThat(behind.of(4, -7)).isEqualTo(-7 * Math.pow(2, e + 5));

        QuantizedVit wide = RandomQuantizedVit.of(new VitShape(4, 4, 1, 4, 4, 1, 1, 20, 2), SEED);
        int other = wide.exponents().blocks().get(0).gelu();
        CodeValues.Rule rule = new CodeValues(wide).inBlocks("blocks.0.gelu", new byte[] {0, 1, 2, 3, 4, 5});
        assertThat(rule.of(7, 3)).isEqualTo(3 * Math.pow(2, other));
        assertThat(rule.of(8, 3)).isEqualTo(3 * Math.pow(2, other + 1));
        assertThat(rule.of(19, 3)).isEqualTo(3 * Math.pow(2, other + 2));
        assertThat(rule.of(20, 3)).isEqualTo(3 * Math.pow(2, other + 3));
        assertThat(rule.of(39, 3)).isEqualTo(3 * Math.pow(2, other + 5));
    }

    /** By hand: e + k of the block, each stream with its e; rows of 12 channels have two blocks. */
    @Test
    void wordsOfStreamsHaveTheirExponents() {
        QuantizedVit two = RandomQuantizedVit.of(new VitShape(4, 4, 1, 4, 12, 3, 1, 4, 2), SEED);
        String[] streams = {
            "patch_embed",
            "blocks.0.proj",
            "blocks.0.fc2",
            "blocks.1.proj",
            "blocks.1.fc2",
            "blocks.2.proj",
            "blocks.2.fc2"
        };
        for (int i = 0; i < streams.length; i++) {
            int e = two.exponents().stream()[i];
            CodeValues.Rule rule = new CodeValues(two).inBlocks(streams[i], new byte[] {0, 6, 2, 3});
            assertThat(rule.of(7, -9)).as(streams[i]).isEqualTo(-9 * Math.pow(2, e));
            assertThat(rule.of(8, -9)).as(streams[i]).isEqualTo(-9 * Math.pow(2, e + 6));
            assertThat(rule.of(12, -9)).as(streams[i]).isEqualTo(-9 * Math.pow(2, e + 2));
            assertThat(rule.of(23, -9)).as(streams[i]).isEqualTo(-9 * Math.pow(2, e + 3));
        }
    }

    @Test
    void aTensorThatIsNoneIsAFault() {
        assertThatThrownBy(() -> values.of("blocks.0.proj")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> values.inBlocks("blocks.0.fc1", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> values.of("blocks.0.fc3")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> values.of("blocks.0.gelu")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> values.of("fc1")).isInstanceOf(IllegalArgumentException.class);
    }
}
