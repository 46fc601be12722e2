// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LinearKernelTests {
    private static final long SEED = 11;

    /** Around the block sizes of the kernel (64 deep, 192 wide) and its unrolling by 4. */
    static List<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        int[][] sizes = {
            {1, 1, 1},
            {1, 3, 2},
            {2, 4, 1},
            {3, 5, 7},
            {2, 63, 191},
            {2, 64, 192},
            {2, 65, 193},
            {1, 4096, 3},
            {5, 127, 385}
        };
        for (int[] size : sizes) {
            for (Patterns left : Patterns.values()) {
                for (Patterns right : Patterns.values()) {
                    shapes.add(Arguments.of(size[0], size[1], size[2], left, right));
                }
            }
        }
        return shapes;
    }

    @ParameterizedTest(name = "{0} x {1} x {2}, {3} x {4}")
    @MethodSource("shapes")
    void accumulatesExactly(int rows, int inputs, int outputs, Patterns left, Patterns right) {
        Random random = new Random(SEED);
        byte[] a = left.int8(rows * inputs, random);
        byte[] w = right.int8(outputs * inputs, random);

        int[] acc = LinearKernel.accumulate(a, rows, inputs, w, outputs);

        int[] expected = new int[rows * outputs];
        for (int i = 0; i < expected.length; i++) {
            int t = i / outputs;
            int o = i % outputs;
            expected[i] = ExactContract.dot(inputs, k -> a[t * inputs + k], k -> w[o * inputs + k])
                    .intValueExact();
        }
        assertThat(acc).as("seed %d", SEED).isEqualTo(expected);
    }

    @Test
    void fourBitWeightsAreJustSmallerCodes() {
        Random random = new Random(SEED);
        byte[] a = Patterns.RANDOM.int8(3 * 17, random);
        byte[] w = new byte[5 * 17];
        Patterns.RANDOM.fill(w, -8, 7, random);

        int[] acc = LinearKernel.accumulate(a, 3, 17, w, 5);

        assertThat(acc[2 * 5 + 4])
                .isEqualTo(ExactContract.dot(17, k -> a[2 * 17 + k], k -> w[4 * 17 + k])
                        .intValueExact());
    }
}
