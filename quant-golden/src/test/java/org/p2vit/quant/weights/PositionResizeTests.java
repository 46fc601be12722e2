// SPDX-License-Identifier: Apache-2.0
package org.p2vit.quant.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2vit.quant.weights.PositionResize.Grid;

/** Against the definition written a second time: one sum over the whole plane, with the kernel's two cubics spelt out. */
class PositionResizeTests {
    private static final int DIM = 3;

    @ParameterizedTest
    @CsvSource({
        "14, 14, 24, 24, 1",
        "14, 14, 7, 7, 2",
        "3, 5, 5, 3, 1",
        "1, 1, 3, 2, 1",
        "4, 4, 4, 9, 2",
        "12, 2, 1, 1, 1"
    })
    void isTheAntialiasedBicubicMean(int rows, int columns, int toRows, int toColumns, int classTokens) {
        Random random = new Random(rows);
        float[] values = new float[(classTokens + rows * columns) * DIM];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        FloatTensor positions = FloatTensor.of(values, classTokens + rows * columns, DIM);
        FloatTensor resized =
                PositionResize.resize(positions, classTokens, new Grid(rows, columns), new Grid(toRows, toColumns));
        assertThat(resized.shape()).containsExactly(classTokens + toRows * toColumns, DIM);
        for (int c = 0; c < DIM; c++) {
            for (int t = 0; t < classTokens; t++) {
                assertThat(resized.get(t, c)).isEqualTo(positions.get(t, c));
            }
            for (int y = 0; y < toRows; y++) {
                for (int x = 0; x < toColumns; x++) {
                    double sum = 0;
                    double weights = 0;
                    for (int j = 0; j < rows; j++) {
                        for (int i = 0; i < columns; i++) {
                            double weight = weight(y, j, rows, toRows) * weight(x, i, columns, toColumns);
                            sum += weight * positions.get(classTokens + j * columns + i, c);
                            weights += weight;
                        }
                    }
                    assertThat(resized.get(classTokens + y * toColumns + x, c))
                            .isCloseTo((float) (sum / weights), within(1e-5f));
                }
            }
        }
    }

    /** Of input j, whose centre is at j + 1/2, in output i. */
    private static double weight(int i, int j, int inputs, int outputs) {
        double scale = (double) inputs / outputs;
        double t = Math.abs((j + 0.5) - (i + 0.5) * scale) / Math.max(1, scale);
        if (t >= 2) {
            return 0;
        }
        return t < 1 ? 1.5 * t * t * t - 2.5 * t * t + 1 : -0.5 * t * t * t + 2.5 * t * t - 4 * t + 2;
    }
}
