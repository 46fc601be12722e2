// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** QKᵀ and A·V of one head among several. */
class AttentionKernelTests {
    private static final long SEED = 13;

    static List<Arguments> shapes() {
        List<Arguments> shapes = new ArrayList<>();
        int[][] sizes = {{1, 1, 1}, {1, 5, 2}, {2, 8, 1}, {63, 4, 3}, {64, 6, 2}, {65, 64, 2}, {197, 7, 1}, {1023, 1, 1}
        };
        for (int[] size : sizes) {
            for (Patterns pattern : Patterns.values()) {
                shapes.add(Arguments.of(size[0], size[1], size[2], pattern));
            }
        }
        return shapes;
    }

    @ParameterizedTest(name = "{0} tokens, head of {1}, {2} heads, {3}")
    @MethodSource("shapes")
    void productsAreExact(int tokens, int headDim, int heads, Patterns pattern) {
        Random random = new Random(SEED);
        int dim = headDim * heads;
        byte[] query = pattern.int8(tokens * dim, random);
        byte[] key = pattern.int8(tokens * dim, random);
        byte[] value = pattern.int8(tokens * dim, random);
        byte[] codes = new byte[tokens * tokens];
        pattern.fill(codes, 0, 15, random);
        int from = (heads - 1) * headDim;

        int[] logits = LogitKernel.accumulate(query, key, tokens, dim, from, headDim);
        int[] output = ShiftMatMulKernel.accumulate(codes, value, tokens, dim, from, headDim);

        byte[] uniform = new byte[tokens * tokens];
        pattern.fill(uniform, 0, 255, random);
        int[] mixed = UniformMatMulKernel.accumulate(uniform, value, tokens, dim, from, headDim);

        for (int sample = 0; sample < 200; sample++) {
            int t = random.nextInt(tokens);
            int j = random.nextInt(tokens);
            int d = random.nextInt(headDim);
            int logit = ExactContract.dot(headDim, c -> query[t * dim + from + c], c -> key[j * dim + from + c])
                    .intValueExact();
            int out = ExactContract.dot(
                            tokens, i -> ExactContract.weight(codes[t * tokens + i]), i -> value[i * dim + from + d])
                    .intValueExact();
            int exact = ExactContract.dot(tokens, i -> uniform[t * tokens + i] & 255, i -> value[i * dim + from + d])
                    .intValueExact();
            assertThat(mixed[t * headDim + d])
                    .as("uniform %d,%d, seed %d", t, d, SEED)
                    .isEqualTo(exact);
            assertThat(logits[t * tokens + j])
                    .as("logit %d,%d, seed %d", t, j, SEED)
                    .isEqualTo(logit);
            assertThat(output[t * headDim + d])
                    .as("output %d,%d, seed %d", t, d, SEED)
                    .isEqualTo(out);
        }
    }
}
