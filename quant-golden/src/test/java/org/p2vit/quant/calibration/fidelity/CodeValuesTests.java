// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.calibration.fidelity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
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
            CodeValues.Rule behind = values.of("blocks." + n + ".gelu");
            int seen = 0;
            for (int h = -600; h <= 600; h++) {
                byte code = GeluKernel.apply(new short[] {(short) h}, gelu.shift(), gelu.offset())[0];
                if (code > -128 && code < 127) {
                    assertThat(Math.abs(behind.of(3, code) - FloatGelu.of(before.of(3, h))))
                            .as("block %d, h %d, seed %d", n, h, SEED)
                            .isLessThanOrEqualTo(unit / 2 + 0.005);
                    seen++;
                }
            }
            assertThat(seen).as("block %d, %s", n, gelu).isGreaterThan(600);
        }
    }

    /** By hand: e_y and e_y − 3, the offset added to the codes behind GELU alone. */
    @Test
    void codesAroundGeluHaveTheirExponents() {
        int e = vit.exponents().blocks().get(1).gelu();
        int offset = vit.blocks().get(1).gelu().offset();
        assertThat(values.of("blocks.1.gelu").of(0, -7)).isEqualTo((offset - 7) * Math.pow(2, e));
        assertThat(values.of("blocks.1.fc1").of(0, -7)).isEqualTo(-7 * Math.pow(2, e - 3));
        assertThat(offset).isPositive();
    }

    @Test
    void aTensorThatIsNoneIsAFault() {
        assertThatThrownBy(() -> values.of("blocks.0.fc3")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> values.of("fc1")).isInstanceOf(IllegalArgumentException.class);
    }
}
