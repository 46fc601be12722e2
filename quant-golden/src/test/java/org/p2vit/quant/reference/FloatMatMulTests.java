// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.weights.FloatLinear;
import org.p2vit.quant.weights.FloatTensor;

class FloatMatMulTests {
    /** Small integers, whose products and sums a float holds exactly in any order. */
    @ParameterizedTest
    @CsvSource({"1,1,1", "2,3,3", "3,4,7", "2,5,8", "3,7,9", "2,8,31", "1,9,1024", "197,64,197"})
    void isExactOnIntegers(int rows, int depth, int columns) {
        float[] input = integers(rows * depth, 5);
        float[] weight = integers(columns * depth, 7);
        float[] bias = integers(columns, 3);
        FloatLinear layer = new FloatLinear(FloatTensor.of(weight, columns, depth), FloatTensor.of(bias, columns));
        float[] output = new FloatMatMul(layer).apply(input, rows);
        assertThat(output).hasSize(rows * columns);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                long expected = (long) bias[column];
                for (int d = 0; d < depth; d++) {
                    expected += (long) (input[row * depth + d] * weight[column * depth + d]);
                }
                assertThat(output[row * columns + column])
                        .as("row %d column %d", row, column)
                        .isEqualTo(expected);
            }
        }
    }

    private static float[] integers(int size, int step) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (i * step + i / 13) % 23 - 11;
        }
        return values;
    }
}
